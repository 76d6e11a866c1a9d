import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";
import { checkIn, checkInSchema } from "@/lib/tickets/check_in.ts";

export const handler = endpoint("/api/admin/checkins", {
  POST: method({
    summary: "Admits with a ticket, once: what its QR code holds, and the event at whose door it is shown",
    role: rolesThatMay("check-in"),
    body: z.strictObject({ ticket: z.string().min(1).max(1_000), eventId: z.uuid() }),
    responses: { 200: checkInSchema },
    errors: ["not-found"],
    async handle({ services, caller, body }) {
      const answer = await checkIn(services, caller.user, body.eventId, body.ticket);
      if (!answer) return problem("not-found");
      return Response.json(answer, { headers: { "cache-control": "no-store" } });
    },
  }),
});
