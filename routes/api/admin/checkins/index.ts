import { z } from "zod";
import { rolesThatMay } from "@/lib/auth/permissions.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";
import { checkIn, checkInSchema } from "@/lib/tickets/check_in.ts";

export const handler = endpoint("/api/admin/checkins", {
  POST: method({
    operationId: "checkIn",
    summary: "Check in a ticket",
    description:
      "Admits with a ticket, once. `ticket` is the text of the QR code, `eventId` the event at whose door it was shown.",
    role: rolesThatMay("check-in"),
    body: z.strictObject({ ticket: z.string().min(1).max(1_000), eventId: z.uuid() }).meta({
      examples: [{
        ticket: "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
        eventId: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
      }],
    }),
    responses: { 200: checkInSchema },
    errors: ["not-found"],
    async handle({ services, caller, body }) {
      const answer = await checkIn(services, caller.user, body.eventId, body.ticket);
      if (!answer) return problem("not-found");
      return Response.json(answer);
    },
  }),
});
