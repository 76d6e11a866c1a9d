import { HttpError } from "fresh";
import { pictureResponse } from "@/lib/http/pictures.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { readPicturePath } from "@/lib/posters/artwork.ts";
import { artworkTypes } from "@/lib/posters/poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** One picture of an artwork, such as `/artwork/<id>/800.webp`. */
export const handler = pageRoute({ access: "anyone", limits: { GET: "pictures" } }, {
  async GET({ req, params, state: { services } }) {
    const asked = readPicturePath(params.id, params.file);
    const bytes = asked && await services.artwork.read(asked.id, asked.width, asked.type);
    if (!bytes) throw new HttpError(404);
    return pictureResponse(req, bytes, artworkTypes[asked.type], etagOf(`${asked.id}.${params.file}`));
  },
});
