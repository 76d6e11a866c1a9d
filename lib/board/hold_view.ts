/** A hold as the API and the pages show it. */
import { z } from "zod";
import type { Chart } from "@/lib/charts/chart.ts";
import { eventSchema } from "@/lib/http/sse.ts";
import type { Hold } from "./board.ts";

export const holdSchema = z.object({
  id: z.string(),
  eventId: z.uuid(),
  status: z.enum(["active", "claimed"]).describe("Claimed while its booking is being paid for"),
  seats: z.array(
    z.object({
      id: z.string(),
      zone: z.string(),
      price: z.int().describe("Minor units, fixed when the seat was held"),
      section: z.string(),
      row: z.string(),
      number: z.string(),
    }).meta({ id: "HeldSeat" }),
  ),
  total: z.int().describe("Minor units"),
  currency: z.string().describe("ISO 4217"),
  expiresAt: z.iso.datetime(),
  maxExpiresAt: z.iso.datetime().describe("No extension goes beyond this"),
  bookingId: z.uuid().optional().describe("Only while claimed"),
}).meta({
  id: "Hold",
  examples: [{
    id: "01977f6e2c107b448a6d90b1c3d4e5f65b9d3c71e08f42a6d01c",
    eventId: "01977f6e-2c10-7b44-8a6d-90b1c3d4e5f6",
    status: "active",
    seats: [{ id: "A-12", zone: "front", price: 4500, section: "Stalls", row: "A", number: "12" }],
    total: 4500,
    currency: "EUR",
    expiresAt: "2027-03-01T18:40:00.000Z",
    maxExpiresAt: "2027-03-01T18:50:00.000Z",
  }],
});

/** The events of a hold's stream. */
export const holdEventSchema = z.union([
  eventSchema("hold", holdSchema).meta({ id: "HoldEvent" }),
  eventSchema("ended", z.object({})).meta({ id: "HoldEndedEvent" }),
]);

export type HoldView = z.infer<typeof holdSchema>;

/** Returns a hold with the details of its seats, from the chart that it was made for. */
export function holdView(hold: Hold, event: { currency: string }, chart: Chart): HoldView {
  const { id, eventId, status, expiresAt, maxExpiresAt, bookingId } = hold;
  return {
    id,
    eventId,
    status,
    seats: hold.seats.map(({ index, price }) => {
      const { id, zone, section, row, number } = chart.seats[index];
      return { id, zone, price, section, row, number };
    }),
    total: hold.seats.reduce((sum, seat) => sum + seat.price, 0),
    currency: event.currency,
    expiresAt: new Date(expiresAt).toISOString(),
    maxExpiresAt: new Date(maxExpiresAt).toISOString(),
    ...(bookingId === undefined ? {} : { bookingId }),
  };
}
