import { pictureResponse } from "@/lib/http/pictures.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { sharePath, shareVersion } from "@/lib/posters/picture_maker.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** An event's picture for link previews. The URL of an earlier version redirects to the current one. */
export const handler = pageRoute({ access: "anyone", limits: { GET: "pictures" } }, {
  async GET(ctx) {
    const { req, params, state: { services } } = ctx;
    const event = orNotFound(await services.catalog.publicEvent(params.slug));
    const version = shareVersion(event);
    if (params.version !== version) return ctx.redirect(sharePath(event), 302);
    return pictureResponse(req, await services.pictures.share(event), "image/jpeg", etagOf(version));
  },
});
