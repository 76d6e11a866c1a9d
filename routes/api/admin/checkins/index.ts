import { z } from "zod";
import { actorOf } from "@/lib/auth/caller.ts";
import { tokenExample } from "@/lib/bookings/queries.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { typedText } from "@/lib/text/typed_text.ts";
import { checkIn, checkInSchema } from "@/lib/tickets/check_in.ts";

export const handler = endpoint("/api/admin/checkins", {
  POST: method({
    operationId: "checkIn",
    summary: "Check in a ticket",
    description:
      "Admits a ticket once. `ticket` is the text of the QR code, `eventId` the event at whose door it was shown. If the same `device` scans it again within 3 seconds, it gets the same result again.",
    access: "check-in",
    body: z.strictObject({
      ticket: z.string().min(1).max(1_000),
      eventId: z.uuid(),
      device: typedText(100).min(1).optional().describe(
        "Identifies the scanner, for example a random id that it stores",
      ),
    }).meta({
      examples: [{
        ticket: tokenExample,
        eventId: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
        device: "door-2",
      }],
    }),
    responses: { 200: checkInSchema },
    errors: ["not-found"],
    async handle({ services, caller, body }) {
      const door = { person: actorOf(caller), device: body.device ?? null };
      const reading = await checkIn(services, door, body.eventId, body.ticket);
      return Response.json(orNotFound(reading).checkIn);
    },
  }),
});
