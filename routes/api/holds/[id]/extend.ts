import { holdSchema } from "@/lib/board/hold_view.ts";
import { holdResponse } from "@/lib/holds/hold_response.ts";
import { extendHold } from "@/lib/holds/holds.ts";
import { endpoint, idParams, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/holds/{id}/extend", {
  POST: method({
    operationId: "extendHold",
    summary: "Extend a hold",
    description: "Sets `expiresAt` to a full period from now, but never beyond `maxExpiresAt`.",
    params: idParams,
    responses: { 200: holdSchema },
    errors: ["not-found", "hold-claimed", "extension-cap"],
    async handle({ services, caller, params }) {
      return holdResponse(await extendHold(services, caller, params.id), 200);
    },
  }),
});
