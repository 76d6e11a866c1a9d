/** The door page: its data, and the handling of its form. */
import { z } from "zod";
import { actorOf, type Caller, userOf } from "@/lib/auth/caller.ts";
import { recordRead } from "@/lib/bookings/record_read.ts";
import { listForStaff, type PageNeeds } from "@/lib/events/admin_view.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { checkIn, checkInFound, type Scan } from "./check_in.ts";
import { readDoorUrl, recallResult, urlAfterScan } from "./door_url.ts";
import { findAtDoor } from "./find_at_door.ts";

interface Needs extends PageNeeds {
  tickets: TicketSigner;
}

export interface DoorPage {
  events: EditableEvent[];
  /** The event to check in at; null if there is none. */
  event: EditableEvent | null;
  scan: Scan | null;
  /** The search text. */
  text: string;
  /** Null: nothing was searched for. */
  found: Awaited<ReturnType<typeof findAtDoor>> | null;
}

/** Loads the page that a URL asks for, with the result that it refers to. */
export async function loadDoor(needs: Needs, caller: Caller, query: URLSearchParams): Promise<DoorPage> {
  const events = await eventsAtTheDoor(needs, caller);
  const url = readDoorUrl(query);
  const event = events.find(({ id }) => id === url.event) ?? events[0] ?? null;
  const [scan, found] = event
    ? await Promise.all([
      recallResult(needs.sql, userOf(caller), event.id, url),
      url.q ? search(needs, caller, event, url.q) : null,
    ])
    : [null, null];
  return { events, event, scan, text: url.q, found };
}

async function search(needs: Needs, caller: Caller, event: EditableEvent, q: string) {
  await recordRead(needs.sql, actorOf(caller), "event", event.id);
  return await findAtDoor(needs, event, q);
}

/**
 * Scans the ticket of a form submitted at the door. Returns the URL of the result, or the page to show again if the
 * form is invalid.
 */
export async function scanByForm(
  needs: Needs,
  caller: Caller,
  form: URLSearchParams,
): Promise<string | DoorPage> {
  const events = await eventsAtTheDoor(needs, caller);
  const event = events.find(({ id }) => id === form.get("event"));
  const typed = form.get("ticket")?.trim() ?? "";
  const scan = event && await scanTicket(needs, caller, event.id, typed, form.get("admit"));
  if (event && scan) return urlAfterScan(event.id, scan, { typed, q: form.get("q") });
  return { events, event: event ?? events[0] ?? null, scan: null, text: "", found: null };
}

/** Scans the typed text, or checks in the found ticket `admit`. Null if that ticket is not for the event. */
async function scanTicket(
  needs: Needs,
  caller: Caller,
  eventId: string,
  typed: string,
  admit: string | null,
): Promise<Scan | null> {
  // One signed-in session in one browser counts as one device.
  const door = { person: actorOf(caller), device: caller.sessionId && `session ${caller.sessionId}` };
  if (admit === null) return await checkIn(needs, door, eventId, typed);
  return z.uuid().safeParse(admit).success ? await checkInFound(needs, door, eventId, admit) : null;
}

/** Published events that have not ended, the soonest first. */
async function eventsAtTheDoor({ sql, now }: Needs, caller: Caller): Promise<EditableEvent[]> {
  const query = { status: "published", period: "upcoming", limit: 100 } as const;
  return (await listForStaff(sql, userOf(caller), query, now())).items;
}
