/** What the page of the door shows, and what its form does. */
import { z } from "zod";
import { type Caller, userOf } from "@/lib/auth/caller.ts";
import { listForStaff, type PageNeeds } from "@/lib/events/admin_view.ts";
import type { EditableEvent } from "@/lib/events/event.ts";
import type { TicketSigner } from "@/lib/ticket_codes/ticket_token.ts";
import { checkIn, checkInFound, type Scan } from "./check_in.ts";
import { addressAfter, readDoorAddress, recallAnswer } from "./door_address.ts";
import { findAtDoor } from "./find_at_door.ts";

interface Needs extends PageNeeds {
  tickets: TicketSigner;
}

export interface DoorPage {
  events: EditableEvent[];
  /** The one whose door this is; null when there is none. */
  event: EditableEvent | null;
  scan: Scan | null;
  /** What was looked for. */
  text: string;
  /** Null: nothing was looked for. */
  found: Awaited<ReturnType<typeof findAtDoor>> | null;
}

/** The page that an address asks for, with the answer that it stands for. */
export async function loadDoor(needs: Needs, caller: Caller, query: URLSearchParams): Promise<DoorPage> {
  const events = await eventsAtTheDoor(needs, caller);
  const address = readDoorAddress(query);
  const event = events.find(({ id }) => id === address.event) ?? events[0] ?? null;
  const [scan, found] = event
    ? await Promise.all([
      recallAnswer(needs.sql, userOf(caller), event.id, address),
      address.q ? findAtDoor(needs, event, address.q) : null,
    ])
    : [null, null];
  return { events, event, scan, text: address.q, found };
}

/**
 * Reads the ticket of a form that was sent at the door. Returns the address of the answer, or the page to show again for a
 * form that makes no sense.
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
  if (event && scan) return addressAfter(event.id, scan, { typed, q: form.get("q") });
  return { events, event: event ?? events[0] ?? null, scan: null, text: "", found: null };
}

/** By what was typed, or the ticket to admit with out of those that were found. Null when that is none of the event's. */
async function scanTicket(
  needs: Needs,
  caller: Caller,
  eventId: string,
  typed: string,
  admit: string | null,
): Promise<Scan | null> {
  // Somebody who is signed in, in one browser: that is one reader.
  const door = { person: userOf(caller), device: caller.sessionId && `session ${caller.sessionId}` };
  if (admit === null) return await checkIn(needs, door, eventId, typed);
  return z.uuid().safeParse(admit).success ? await checkInFound(needs, door, eventId, admit) : null;
}

/** What is on and has not ended, the next one first. */
async function eventsAtTheDoor({ sql, now }: Needs, caller: Caller): Promise<EditableEvent[]> {
  const query = { status: "published", period: "upcoming", limit: 100 } as const;
  return (await listForStaff(sql, userOf(caller), query, now())).items;
}
