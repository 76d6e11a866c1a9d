/** The URL of a scan's result at the door: reloading its page shows the result again without another scan. */
import { z } from "zod";
import type { Sql } from "@/lib/db/pool.ts";
import type { Viewer } from "@/lib/events/admin.ts";
import { storableText } from "@/lib/text/typed_text.ts";
import { isScanned } from "@/lib/ticket_codes/scanned.ts";
import { checkInResults, findTicketEvent, recallScan, refused, type Scan } from "./check_in.ts";

const PATH = "/admin/checkin";

// People edit URLs: invalid parameters are ignored.
const id = z.uuid().nullable().catch(null);
const urlSchema = z.object({
  event: id,
  ticket: id,
  /** The ticket's event, if it is another one. */
  other: id,
  result: z.enum([...checkInResults, "garbled"]).nullable().catch(null),
  q: storableText(100).catch(""),
});
export type DoorUrl = z.infer<typeof urlSchema>;

/** Reads the URL of the door page. */
export function readDoorUrl(search: URLSearchParams): DoorUrl {
  const parameter = (name: keyof DoorUrl) => search.get(name);
  const [event, ticket, other, result] = (["event", "ticket", "other", "result"] as const).map(parameter);
  return urlSchema.parse({ event, ticket, other, result, q: parameter("q") ?? "" });
}

/**
 * The URL to redirect to after a scan. Text that no scanner types is searched for instead, since it may be what someone
 * remembers of their booking. `q` is the search whose results a ticket was admitted from.
 */
export function urlAfterScan(
  eventId: string,
  { checkIn: { result, event }, ticketId, isGarbled }: Scan,
  { typed, q }: { typed: string; q: string | null },
): string {
  if (result === "invalid" && ticketId === null && !isScanned(typed)) {
    return urlOf({ event: eventId, q: typed });
  }
  return urlOf({
    event: eventId,
    result: isGarbled ? "garbled" : result,
    ticket: ticketId,
    other: event?.id,
    q,
  });
}

function urlOf(parameters: Partial<Record<keyof DoorUrl, string | null>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => value ? [[name, value]] : []);
  return `${PATH}?${new URLSearchParams(given)}`;
}

/** The result that a URL refers to, as of now; null for none. */
export async function recallResult(
  sql: Sql,
  person: Viewer,
  eventId: string,
  { ticket, other, result }: DoorUrl,
): Promise<Scan | null> {
  if (result === null) return null;
  if (ticket !== null) {
    return await recallScan(sql, person, {
      eventId,
      ticketId: ticket,
      wasAdmitted: result === "admitted",
    });
  }
  if (result === "wrong-event") {
    const event = other && await findTicketEvent(sql, other);
    return event ? { checkIn: refused(result, event), ticketId: null, isGarbled: false } : null;
  }
  return { checkIn: refused("invalid"), ticketId: null, isGarbled: result === "garbled" };
}
