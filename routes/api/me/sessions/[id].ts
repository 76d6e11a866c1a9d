import { endSession } from "@/lib/account/sign_out.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me/sessions/{id}", {
  DELETE: method({
    operationId: "endSession",
    summary: "Sign out one device",
    description:
      "Ends one of the caller's sessions. Its access tokens stop working within 5 seconds. Ending it twice is not an error.",
    access: "secure-account",
    params: uuidParams,
    responses: { 204: null },
    errors: ["not-found"],
    async handle({ services, caller, params }) {
      if (!await endSession(services, caller, params.id)) throw new Problem("not-found");
      return new Response(null, { status: 204 });
    },
  }),
});
