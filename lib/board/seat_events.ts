/** The seats of an event in the API: as a snapshot, and as events of a stream. */
import { z } from "zod";
import { eventSchema } from "@/lib/http/sse.ts";

const version = z.int().describe("Increases by exactly one with each delta");

export const seatsSnapshotSchema = z.object({
  epoch: z.string().describe("Changes whenever the versions start again"),
  version,
  statuses: z.string().describe(
    "One letter per seat in the order of the chart: `a` available, `h` held, `b` booked, `x` not for sale",
  ),
}).meta({ id: "SeatsSnapshot", examples: [{ epoch: "k3v9", version: 41, statuses: "aaahhbbx" }] });

const deltaSchema = z.object({
  version,
  seats: z.array(z.tuple([z.int().describe("The index of a seat"), z.enum(["a", "h", "b", "x"])])),
}).meta({ id: "SeatsDelta", examples: [{ version: 42, seats: [[3, "a"], [4, "a"]] }] });

/** The events of a seat stream; ids are `<epoch>:<version>`. The stream ends after `deleted`. */
export const seatEventSchema = z.union([
  eventSchema("snapshot", seatsSnapshotSchema).extend({ id: z.string() }).meta({ id: "SnapshotEvent" }),
  eventSchema("delta", deltaSchema).extend({ id: z.string() }).meta({ id: "DeltaEvent" }),
  eventSchema("deleted", z.object({})).meta({ id: "DeletedEvent" }),
]);
