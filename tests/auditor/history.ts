/**
 * What clients of a run saw, as they wrote it down, and what must be true of it. A call without an answer, or answered
 * with a 5xx, is **unknown**: it may have taken effect or not, and nothing is concluded from it but that it was made.
 */

/** One line of a history. */
export type Entry = Call | BoardLoss | Fold | Mails;

export type Action = "hold" | "change" | "release" | "book" | "look" | "cancel";

/** A request of a buyer. Times are milliseconds since the epoch, by the clock of the machine. */
export interface Call {
  kind: "call";
  /** The account that asked. */
  userId: string;
  action: Action;
  sentAt: number;
  /** Null when no answer came. */
  answeredAt: number | null;
  status: number | null;
  /** Of the problem document. */
  code?: string;
  eventId?: string;
  holdId?: string;
  /** Who has the hold; another than `userId` when somebody tries to release what is not theirs. */
  ownerId?: string;
  /** Indexes of the seats of a granted hold. */
  seats?: number[];
  /** When a granted hold ends. */
  expiresAt?: number;
  /** The idempotency key of a booking. */
  key?: string;
  /** The total that the buyer was shown, and booked for, in minor units. */
  shownTotal?: number;
  bookingId?: string;
  booking?: { status: string; final: boolean };
}

/** The board was lost in this time, by a fault that was injected: holds from before its end may be gone. */
export interface BoardLoss {
  kind: "board-loss";
  from: number;
  until: number;
}

/** What a client of an event's stream has folded in the end. */
export interface Fold {
  kind: "fold";
  eventId: string;
  epoch: string;
  version: number;
  statuses: string;
  /** Deltas that did not follow the one before, in words. */
  gaps: string[];
}

/** What the mail server has got since the product was started; a message that came twice is in it twice. */
export interface Mails {
  kind: "mails";
  messageIds: string[];
}

/** What Postgres has of the bookings, for comparison. */
export interface BookingRecord {
  id: string;
  status: string;
  final: boolean;
  /** Minor units. */
  total: number;
}

/** A row of `idempotency_keys`. */
export interface KeyRecord {
  userId: string;
  key: string;
  bookingId: string;
}

/** Whether the answer says for certain what happened. */
export function isDefinite({ answeredAt, status }: Pick<Call, "answeredAt" | "status">): boolean {
  return answeredAt !== null && status !== null && status < 500;
}

function callsOf(entries: Entry[], ...actions: Action[]): Call[] {
  return entries.filter((entry) => entry.kind === "call" && actions.includes(entry.action)) as Call[];
}

/** All that the histories of clients and the rows of Postgres do not agree on, a sentence each. */
export function historyViolations(entries: Entry[], bookings: BookingRecord[], keys: KeyRecord[]): string[] {
  return [
    ...sharedSeats(entries),
    ...refusedHolds(entries),
    ...brokenPromises(entries, bookings),
    ...brokenKeys(entries, keys),
    ...otherTotals(entries, bookings),
  ];
}

/** Messages that count as sent (their ids) although the mail server never got them; none are known without a mail server. */
export function lostMails(entries: Entry[], sent: string[]): string[] {
  const mails = entries.filter((entry) => entry.kind === "mails");
  if (mails.length === 0) return [];
  const received = new Set(mails.flatMap(({ messageIds }) => messageIds));
  return sent.filter((id) => !received.has(id)).map((id) =>
    `a message that counts as sent never came: ${id}`
  );
}

/** A hold of which it is certain from when to when its owner alone had the seats. */
interface Lease {
  userId: string;
  holdId: string;
  eventId: string;
  seats: number[];
  askedAt: number;
  from: number;
  until: number;
}

/** Each granted hold, until its end, the first call that may have ended it, or the loss of the board. */
function leases(entries: Entry[]): Lease[] {
  const losses = entries.filter((entry) => entry.kind === "board-loss");
  const ends = new Map<string, number>();
  for (const call of callsOf(entries, "change", "release", "book")) {
    // What a stranger asks for ends nothing.
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
      askedAt: call.sentAt,
      from: call.answeredAt!,
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
        const granted = first.holdId !== second.holdId && second.askedAt > first.from &&
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

/** Holds that were certainly alive when their owner was told for the first time that they can't be booked. */
function refusedHolds(entries: Entry[]): string[] {
  const firstBooking = new Map<string, Call>();
  for (const call of callsOf(entries, "book").sort((a, b) => a.sentAt - b.sentAt)) {
    if (!firstBooking.has(call.holdId!)) firstBooking.set(call.holdId!, call);
  }
  return leases(entries).flatMap(({ holdId, until }) => {
    const call = firstBooking.get(holdId);
    const lost = call && (call.code === "hold-expired" || call.code === "seats-unavailable");
    // `until` is the moment of this call unless something else has ended the hold before.
    if (!lost || until !== call.sentAt || isLossIn(entries, call.sentAt, call.answeredAt!)) return [];
    const expiresAt = callsOf(entries, "hold").find((one) => one.holdId === holdId)!.expiresAt!;
    return expiresAt > call.answeredAt! ? [`a live hold was refused: ${holdId} by ${call.code}`] : [];
  });
}

function isLossIn(entries: Entry[], from: number, until: number): boolean {
  return entries.some((entry) => entry.kind === "board-loss" && entry.until >= from && entry.from <= until);
}

/** How a booking that was final may still change, when its buyer asked for it. */
const AFTER_FINAL: Record<string, string[]> = { confirmed: ["cancelled", "refunded"] };

/** Invariant 4, as clients see it: what was acknowledged becomes final, and final is final. */
function brokenPromises(entries: Entry[], bookings: BookingRecord[]): string[] {
  const records = new Map(bookings.map((booking) => [booking.id, booking]));
  const cancelled = new Set(callsOf(entries, "cancel").map((call) => call.bookingId));
  return callsOf(entries, "book", "look", "cancel").flatMap(({ bookingId, booking, status }) => {
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

/** Invariant 9, as clients see it: what was booked costs what they were shown. */
function otherTotals(entries: Entry[], bookings: BookingRecord[]): string[] {
  const totals = new Map(bookings.map(({ id, total }) => [id, total]));
  return callsOf(entries, "book").flatMap(({ bookingId, shownTotal }) => {
    const total = totals.get(bookingId ?? "");
    return total === undefined || shownTotal === undefined || total === shownTotal
      ? []
      : [`a buyer was shown another total than what was booked: ${bookingId}, ${shownTotal} and ${total}`];
  });
}

/** One key, one booking; and a key whose every call was refused has none. */
function brokenKeys(entries: Entry[], keys: KeyRecord[]): string[] {
  const records = new Map(keys.map(({ userId, key, bookingId }) => [`${userId} ${key}`, bookingId]));
  const calls = Map.groupBy(callsOf(entries, "book"), (call) => `${call.userId} ${call.key}`);
  return [...calls].flatMap(([name, ofKey]) => {
    const answered = new Set(ofKey.flatMap((call) => isDefinite(call) && call.bookingId || []));
    if (answered.size > 1) return [`a key got several bookings: ${name}: ${[...answered].join(" ")}`];
    const record = records.get(name);
    const [booking] = answered;
    if (booking && record !== booking) {
      return [`a key stands for another booking: ${name}: ${booking} ${record}`];
    }
    return record && !booking && ofKey.every(isDefinite)
      ? [`a key that was refused has a booking: ${name}: ${record}`]
      : [];
  });
}
