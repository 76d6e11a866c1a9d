import { HttpError } from "fresh";
import { pictureResponse } from "@/lib/http/pictures.ts";
import { etagOf } from "@/lib/http/wire/etags.ts";
import { readPicturePath } from "@/lib/posters/artwork.ts";
import { artworkTypes } from "@/lib/posters/poster.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** One size and format of an artwork, such as `/artwork/<id>/800.webp`. */
export const handler = pageRoute({ access: "anyone", limits: { GET: "pictures" } }, {
  async GET({ req, params, state: { services } }) {
    const picture = readPicturePath(params.id, params.file);
    const bytes = picture && await services.artwork.read(picture.id, picture.width, picture.type);
    if (!bytes) throw new HttpError(404);
    return pictureResponse(req, bytes, artworkTypes[picture.type], etagOf(`${picture.id}.${params.file}`));
  },
});
