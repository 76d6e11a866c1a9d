/** What needs an organizer's attention now. Three bounded queries read the facts; putting them into words is pure. */
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { inLargestUnit } from "@/lib/format/durations.ts";
import { formatMoney } from "@/lib/format/money.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { isWithin, type SalesScope } from "./sales.ts";

export interface Attention {
  /** `danger`: buyers are affected now. */
  kind: "danger" | "warning" | "info";
  text: string;
  /** Where to do something about it. */
  href: string;
  action: string;
}

/** An event that is on now or soon, or whose sale opens soon. */
export interface SoonEvent {
  id: string;
  title: string;
  status: "draft" | "published";
  startsAt: Date;
  doorsAt: Date | null;
  salesOpenAt: Date | null;
  timeZone: string;
  tickets: number;
  admitted: number;
}

/** An event's refunds that have been pending for too long. */
export interface LateRefunds {
  id: string;
  title: string;
  refunds: number;
  /** Minor units. */
  amount: number;
  currency: string;
  since: Date;
}

/** Payments for an event in the last hour. */
export interface UnansweredPayments {
  id: string;
  title: string;
  unanswered: number;
  payments: number;
}

export interface AttentionFacts {
  soon: SoonEvent[];
  refunds: LateRefunds[];
  payments: UnansweredPayments[];
}

type AttentionWords = Words["admin"]["attention"];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A draft that starts this soon needs publishing. */
const DRAFT_MS = 14 * DAY_MS;
/** An event this close counts as today's. */
const TODAY_MS = 12 * HOUR_MS;
/** This page assumes that no event lasts longer. */
const EVENT_MS_MAX = 7 * DAY_MS;
const LATE_REFUND_MS = HOUR_MS;
const UNANSWERED_MIN = 3;
const UNANSWERED_SHARE = 0.2;
/** With fewer tickets, a low share of admissions is not a sign of trouble at the door. */
const TICKETS_MIN = 10;
const EVENTS_MAX = 12;
const OTHERS_MAX = 5;

/** Reads the facts for {@link attentionOf}, for an organizer's own events or for all. `now` in milliseconds. */
export async function readAttention(sql: Sql, scope: SalesScope, now: number): Promise<AttentionFacts> {
  const [soon, refunds, payments] = await Promise.all([
    readSoon(sql, scope, now),
    readLateRefunds(sql, scope, now),
    readUnanswered(sql, scope, now),
  ]);
  return { soon, refunds, payments };
}

function readSoon(sql: Sql, { organizerId }: SalesScope, now: number): Promise<SoonEvent[]> {
  const at = (ms: number) => new Date(now + ms);
  return deadline(sql<SoonEvent[]>`
    select e.id, e.title, e.status, e.starts_at, e.doors_at, e.sales_open_at, v.time_zone, t.tickets, t.admitted
    from events e join venues v on v.id = e.venue_id
    cross join lateral (
      select count(*) as tickets, count(c.ticket_id) as admitted
      from bookings b join tickets t on t.booking_id = b.id left join checkins c on c.ticket_id = t.id
      where b.event_id = e.id and t.voided_at is null and e.status = 'published' and e.starts_at < ${
    at(TODAY_MS)
  }
    ) t
    where ${organizerId ? sql`e.organizer_id = ${organizerId}` : sql`true`} and (
      e.status = 'draft' and e.starts_at between ${at(0)} and ${at(DRAFT_MS)}
      or e.status = 'published' and e.starts_at between ${at(-EVENT_MS_MAX)} and ${at(TODAY_MS)}
        and e.ends_at > ${at(0)}
      or e.status = 'published' and e.sales_open_at between ${at(0)} and ${at(DAY_MS)}
    )
    order by e.starts_at, e.id limit ${EVENTS_MAX}`);
}

function readLateRefunds(sql: Sql, scope: SalesScope, now: number): Promise<LateRefunds[]> {
  return deadline(sql<LateRefunds[]>`
    select e.id, e.title, b.currency, count(*) as refunds, sum(r.amount)::bigint as amount, min(r.created_at) as since
    from refunds r join bookings b on b.id = r.booking_id join events e on e.id = b.event_id
    where r.status = 'pending' and r.created_at < ${new Date(now - LATE_REFUND_MS)} and ${
    isWithin(sql, scope)
  }
    group by e.id, b.currency order by since, e.id limit ${OTHERS_MAX}`);
}

function readUnanswered(sql: Sql, scope: SalesScope, now: number): Promise<UnansweredPayments[]> {
  return deadline(sql<UnansweredPayments[]>`
    select e.id, e.title, b.unanswered, b.payments from (
      select event_id, count(*) as payments, count(*) filter (where failure_reason = 'payment-timeout') as unanswered
      from bookings b
      where created_at > ${new Date(now - HOUR_MS)} and status <> 'pending' and total > 0 and ${
    isWithin(sql, scope)
  }
      group by event_id
    ) b join events e on e.id = b.event_id
    where b.unanswered >= ${UNANSWERED_MIN} and b.unanswered > b.payments * ${UNANSWERED_SHARE}::float8
    order by b.unanswered desc, e.id limit ${OTHERS_MAX}`);
}

/** Puts the facts into sentences, those that affect buyers now first. `now` in milliseconds. */
export function attentionOf(
  { soon, refunds, payments }: AttentionFacts,
  now: number,
  words: AttentionWords,
  locale: string,
): Attention[] {
  const found: Attention[] = [
    ...payments.map(({ id, title, unanswered, payments }): Attention => ({
      kind: "danger",
      text: words.unanswered({ event: isolated(title), unanswered, payments }),
      href: `/admin/events/${id}/bookings`,
      action: words.seeBookings,
    })),
    ...refunds.map(({ id, title, refunds, amount, currency, since }): Attention => ({
      kind: "warning",
      text: words.lateRefunds({
        event: isolated(title),
        refunds,
        amount: isolated(formatMoney(amount, currency, locale)),
        wait: isolated(inLargestUnit((now - since.getTime()) / 1000, locale)),
      }),
      href: `/admin/events/${id}/bookings`,
      action: words.seeBookings,
    })),
    ...soon.flatMap((event) =>
      [
        draftStarts(event, words, locale),
        door(event, now, words, locale),
        saleOpens(event, now, words, locale),
      ]
        .filter((item) => item !== null)
    ),
  ];
  return found.toSorted((a, b) => RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind));
}

const RANKS: Attention["kind"][] = ["danger", "warning", "info"];

function draftStarts(
  { id, title, status, startsAt, timeZone }: SoonEvent,
  words: AttentionWords,
  locale: string,
): Attention | null {
  if (status !== "draft") return null;
  const when = formatDate(startsAt, locale, timeZone, "full");
  return {
    kind: "warning",
    text: words.draftStarts({ event: isolated(title), when: isolated(when) }),
    href: `/admin/events/${id}`,
    action: words.publish,
  };
}

function door(
  { title, status, tickets, admitted, ...event }: SoonEvent,
  now: number,
  words: AttentionWords,
  locale: string,
): Attention | null {
  const startsAt = event.startsAt.getTime();
  if (status !== "published" || startsAt >= now + TODAY_MS || tickets === 0) return null;
  const link = { href: `/admin/checkin?event=${event.id}`, action: words.openCheckIn };
  const inside = { event: isolated(title), admitted, tickets };
  const doors = event.doorsAt?.getTime() ?? startsAt;
  if (now < doors) {
    const time = formatDate(event.startsAt, locale, event.timeZone, "time");
    return { kind: "info", text: words.starts({ ...inside, time: isolated(time) }), ...link };
  }
  const isLate = now >= startsAt && tickets >= TICKETS_MIN && admitted * 2 < tickets;
  const text = now < startsAt ? words.doorsOpen(inside) : words.running(inside);
  return { kind: isLate ? "warning" : "info", text, ...link };
}

function saleOpens(
  { id, title, status, salesOpenAt, timeZone }: SoonEvent,
  now: number,
  words: AttentionWords,
  locale: string,
): Attention | null {
  if (status !== "published" || !salesOpenAt) return null;
  const wait = salesOpenAt.getTime() - now;
  if (wait < 0 || wait > DAY_MS) return null;
  const when = formatDate(salesOpenAt, locale, timeZone, "full");
  return {
    kind: "info",
    text: words.saleOpens({ event: isolated(title), when: isolated(when) }),
    href: `/admin/events/${id}`,
    action: words.checkPrices,
  };
}
