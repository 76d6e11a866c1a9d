/**
 * What the clients of a run recorded, and what must be true of it. A call without a response, or with a 5xx response,
 * is **unknown**: it may or may not have taken effect, and nothing is concluded from it except that it was made.
 */

/** One line of a history. */
export type Entry = Call | BoardLoss | Fold | Mail;

export type Action = "hold" | "change" | "release" | "book" | "read" | "cancel";

/** A buyer's request. Times are milliseconds since the epoch, by the machine's clock. */
export interface Call {
  kind: "call";
  /** The account that made the request, or the visitor of a guest's browser. */
  userId: string;
  action: Action;
  sentAt: number;
  /** Null if there was no response. */
  respondedAt: number | null;
  status: number | null;
  /** Of the problem document. */
  code?: string;
  eventId?: string;
  holdId?: string;
  /** The hold's owner; differs from `userId` if someone tries to release another buyer's hold. */
  ownerId?: string;
  /** Indexes of the seats of a granted hold. */
  seats?: number[];
  /** When a granted hold ends. */
  expiresAt?: number;
  /** The idempotency key of a booking. */
  key?: string;
  /** The total that the buyer was shown and agreed to, in minor units. */
  shownTotal?: number;
  bookingId?: string;
  booking?: { status: string; final: boolean };
}

/** A period in which an injected fault lost the board: holds granted before the end of it may be gone. */
export interface BoardLoss {
  kind: "board-loss";
  from: number;
  until: number;
}

/** What a client of an event's stream had folded at the end. */
export interface Fold {
  kind: "fold";
  eventId: string;
  epoch: string;
  version: number;
  statuses: string;
  /** A description of each delta that did not follow the previous one. */
  gaps: string[];
}

/** What the mail server has received since the product was started. A message received twice is listed twice. */
export interface Mail {
  kind: "mail";
  messageIds: string[];
}

/** A booking in Postgres, for comparison. */
export interface BookingRecord {
  id: string;
  status: string;
  final: boolean;
  /** Minor units. */
  total: number;
}

/** A row of `idempotency_keys`. */
export interface KeyRecord {
  ownerId: string;
  key: string;
  bookingId: string;
}

/** Whether the response makes it certain what happened. */
export function isDefinite({ respondedAt, status }: Pick<Call, "respondedAt" | "status">): boolean {
  return respondedAt !== null && status !== null && status < 500;
}

function callsOf(entries: Entry[], ...actions: Action[]): Call[] {
  return entries.filter((entry) => entry.kind === "call" && actions.includes(entry.action)) as Call[];
}

/** A sentence for each disagreement between what clients recorded and the rows in Postgres. */
export function historyViolations(entries: Entry[], bookings: BookingRecord[], keys: KeyRecord[]): string[] {
  return [
    ...sharedSeats(entries),
    ...refusedHolds(entries),
    ...changedBookings(entries, bookings),
    ...wrongKeys(entries, keys),
    ...wrongTotals(entries, bookings),
  ];
}

/** The messages marked as sent that the mail server never received; empty if the run had no mail server. */
export function lostMail(entries: Entry[], sent: string[]): string[] {
  const mail = entries.filter((entry) => entry.kind === "mail");
  if (mail.length === 0) return [];
  const received = new Set(mail.flatMap(({ messageIds }) => messageIds));
  return sent.filter((id) => !received.has(id)).map((id) =>
    `a message marked as sent was never received: ${id}`
  );
}

/** The period in which the owner of a hold certainly had its seats, and nobody else. */
interface Lease {
  userId: string;
  holdId: string;
  eventId: string;
  seats: number[];
  requestedAt: number;
  from: number;
  until: number;
}

/** A lease for each granted hold, until its expiry, the first call that may have ended it, or the loss of the board. */
function leases(entries: Entry[]): Lease[] {
  const losses = entries.filter((entry) => entry.kind === "board-loss");
  const ends = new Map<string, number>();
  for (const call of callsOf(entries, "change", "release", "book")) {
    // A request by someone else ends nothing.
    if (!call.holdId || (call.ownerId ?? call.userId) !== call.userId) continue;
    ends.set(call.holdId, Math.min(call.sentAt, ends.get(call.holdId) ?? Infinity));
  }
  return callsOf(entries, "hold").filter((call) => call.status === 201).map((call) => {
    const lostAt = losses.find((loss) => loss.until >= call.sentAt)?.from ?? Infinity;
    return {
      userId: call.userId,
      holdId: call.holdId!,
      eventId: call.eventId!,
      seats: call.seats!,
      requestedAt: call.sentAt,
      from: call.respondedAt!,
      until: Math.min(call.expiresAt!, ends.get(call.holdId!) ?? Infinity, lostAt),
    };
  });
}

function sharedSeats(entries: Entry[]): string[] {
  const all = leases(entries);
  const found: string[] = [];
  for (const [eventId, ofEvent] of Map.groupBy(all, (lease) => lease.eventId)) {
    for (const first of ofEvent) {
      for (const second of ofEvent) {
        const granted = first.holdId !== second.holdId && second.requestedAt > first.from &&
          second.from < first.until;
        const seats = granted ? first.seats.filter((seat) => second.seats.includes(seat)) : [];
        if (seats.length === 0) continue;
        found.push(
          `two holds had a seat at the same time: ${eventId} ${seats}, ${first.holdId} ${second.holdId}`,
        );
      }
    }
  }
  return found;
}

/** Holds that were certainly live when their first booking was refused. */
function refusedHolds(entries: Entry[]): string[] {
  const firstBooking = new Map<string, Call>();
  for (const call of callsOf(entries, "book").sort((a, b) => a.sentAt - b.sentAt)) {
    if (!firstBooking.has(call.holdId!)) firstBooking.set(call.holdId!, call);
  }
  return leases(entries).flatMap(({ holdId, until }) => {
    const call = firstBooking.get(holdId);
    const lost = call && (call.code === "hold-expired" || call.code === "seats-unavailable");
    // `until` is the time of this call unless something else ended the hold earlier.
    if (!lost || until !== call.sentAt || isLossIn(entries, call.sentAt, call.respondedAt!)) return [];
    const expiresAt = callsOf(entries, "hold").find((call) => call.holdId === holdId)!.expiresAt!;
    return expiresAt > call.respondedAt! ? [`a live hold was refused: ${holdId} by ${call.code}`] : [];
  });
}

function isLossIn(entries: Entry[], from: number, until: number): boolean {
  return entries.some((entry) => entry.kind === "board-loss" && entry.until >= from && entry.from <= until);
}

/** How a final booking may still change at its buyer's request. */
const AFTER_FINAL: Record<string, string[]> = { confirmed: ["cancelled", "refunded"] };

/** Invariant 4, as clients see it: an acknowledged booking becomes final, and a final one does not change. */
function changedBookings(entries: Entry[], bookings: BookingRecord[]): string[] {
  const records = new Map(bookings.map((booking) => [booking.id, booking]));
  const cancelled = new Set(callsOf(entries, "cancel").map((call) => call.bookingId));
  return callsOf(entries, "book", "read", "cancel").flatMap(({ bookingId, booking, status }) => {
    if (!bookingId || !booking || (status !== 200 && status !== 202)) return [];
    const record = records.get(bookingId);
    if (!record) return [`an acknowledged booking does not exist: ${bookingId}`];
    if (!record.final) return [`an acknowledged booking is not final: ${bookingId} is ${record.status}`];
    const allowed = [booking.status, ...cancelled.has(bookingId) ? AFTER_FINAL[booking.status] ?? [] : []];
    return booking.final && !allowed.includes(record.status)
      ? [`a final booking changed: ${bookingId} was ${booking.status} and is ${record.status}`]
      : [];
  });
}

/** Invariant 9, as clients see it: a booking costs what its buyer was shown. */
function wrongTotals(entries: Entry[], bookings: BookingRecord[]): string[] {
  const totals = new Map(bookings.map(({ id, total }) => [id, total]));
  return callsOf(entries, "book").flatMap(({ bookingId, shownTotal }) => {
    const total = totals.get(bookingId ?? "");
    return total === undefined || shownTotal === undefined || total === shownTotal
      ? []
      : [`a buyer was shown a total other than the one booked: ${bookingId}, ${shownTotal} and ${total}`];
  });
}

/** Each key has one booking, or none if every call with it was refused. */
function wrongKeys(entries: Entry[], keys: KeyRecord[]): string[] {
  const records = new Map(keys.map(({ ownerId, key, bookingId }) => [`${ownerId} ${key}`, bookingId]));
  const calls = Map.groupBy(callsOf(entries, "book"), (call) => `${call.userId} ${call.key}`);
  return [...calls].flatMap(([name, ofKey]) => {
    const bookingIds = new Set(ofKey.flatMap((call) => isDefinite(call) && call.bookingId || []));
    if (bookingIds.size > 1) return [`a key has several bookings: ${name}: ${[...bookingIds].join(" ")}`];
    const record = records.get(name);
    const [booking] = bookingIds;
    if (booking && record !== booking) {
      return [`a key has a booking other than the acknowledged one: ${name}: ${booking} ${record}`];
    }
    return record && !booking && ofKey.every(isDefinite)
      ? [`a key that was refused has a booking: ${name}: ${record}`]
      : [];
  });
}
