/** Venues, charts and events for tests of any feature: one call each, naming only what matters to the test. */
import { v7 as uuidv7 } from "uuid";
import type { SeatBoard, Snapshot } from "@/lib/board/board.ts";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { letters } from "@/lib/charts/labels.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { motifs } from "@/lib/posters/motifs.ts";
import { searchColumns } from "@/lib/search/columns.ts";

/** A chart with two zones: "front" is row A, "back" the other rows, of ten seats each. */
export function smallChart(rows = 2): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Front", colour: 1 },
    { id: "back", name: "Back", colour: 2 },
  ]);
  const zone = (row: number) => row === 0 ? "front" : "back";
  hall.block({ section: { id: "Hall" }, zone, at: [0, 60], rows: letters("A", rows), seats: 10 });
  return hall.finish();
}

/** A stored hall. */
export interface TestHall {
  venueId: string;
  chartId: string;
  name: string;
  city: string;
  chart: Chart;
}

/** Stores a venue with one chart. */
export async function insertHall(
  sql: Sql,
  { name = "Kino Svět", city = "Brno", country = "CZ", timeZone = "Europe/Prague", chart = smallChart() } =
    {},
): Promise<TestHall> {
  const [venueId, chartId] = [uuidv7(), uuidv7()];
  await sql`insert into venues ${sql({ id: venueId, name, city, country, timeZone })}`;
  await insertChartVersion(sql, { venueId, chartId, name, city, chart });
  return { venueId, chartId, name, city, chart };
}

/** Stores `hall.chart` under its version number. */
export async function insertChartVersion(sql: Sql, { venueId, chartId, chart }: TestHall): Promise<void> {
  await sql`
    insert into charts (id, version, venue_id, name, seat_count, body)
    values (${chartId}, ${chart.version}, ${venueId}, 'Hall', ${chart.seatCount}, ${sql.json(chart)})`;
}

const HOUR_MS = 3_600_000;
/** Motifs are assigned in turn: like published events, those near each other have different ones. */
let storedEvents = 0;

/** Stores an event, by default published and starting a day after `now` (milliseconds). Returns its id. */
export async function insertEvent(
  sql: Sql,
  hall: TestHall,
  values: {
    now: number;
    title?: string;
    description?: string;
    type?: "concert" | "film";
    status?: "draft" | "published" | "cancelled";
    startsAt?: Date;
    endsAt?: Date;
    price?: number | null;
    organizerId?: string;
    blockedSeats?: number[];
    maxSeatsPerBuyer?: number;
    motif?: string;
  },
): Promise<string> {
  const { title = "An evening", description = "", price = 1000 } = values;
  const id = uuidv7();
  const startsAt = values.startsAt ?? new Date(values.now + 24 * HOUR_MS);
  const type = values.type ?? "concert";
  await sql`insert into events ${
    sql({
      id,
      slug: `event-${id}`,
      type,
      title,
      description,
      venueId: hall.venueId,
      chartId: hall.chartId,
      chartVersion: hall.chart.version,
      status: values.status ?? "published",
      startsAt,
      endsAt: values.endsAt ?? new Date(startsAt.getTime() + 2 * HOUR_MS),
      currency: "EUR",
      maxSeatsPerBuyer: values.maxSeatsPerBuyer ?? 8,
      blockedSeats: values.blockedSeats ?? [],
      seatCount: hall.chart.seatCount,
      priceFrom: price,
      organizerId: values.organizerId ?? null,
      posterMotif: values.motif ?? motifs[type][storedEvents++ % motifs[type].length].name,
      ...searchColumns({ title, description }, hall),
    })
  }`;
  await sql`insert into zones ${
    sql(hall.chart.zones.map((zone, position) => ({
      eventId: id,
      id: zone.id,
      name: zone.name,
      price: price ?? 0,
      position,
    })))
  }`;
  return id;
}

/** Stores an account without a password. Returns its id. */
export async function insertUser(
  sql: Sql,
  role: "visitor" | "checkin" | "organizer" | "admin" = "visitor",
): Promise<string> {
  const id = uuidv7();
  await sql`insert into users ${
    sql({ id, email: `${id}@example.com`, emailKey: `${id}@example.com`, name: "Test", role })
  }`;
  return id;
}

/** Stores a booking with claims on its seats, without a payment. Returns its id. */
export async function insertBooking(
  sql: Sql,
  { eventId, seats, status = "confirmed" }: {
    eventId: string;
    seats: number[];
    status?: "confirmed" | "cancelled";
  },
): Promise<string> {
  const [id, buyerId] = [uuidv7(), await insertUser(sql)];
  await sql`insert into bookings ${
    sql({
      id,
      code: id.slice(-9),
      eventId,
      buyerId,
      holdId: `hold-${id}`,
      attempt: 1,
      chartVersion: 1,
      status,
      final: true,
      total: 1000,
      currency: "EUR",
      paymentToken: "tok_approve",
      deadlineAt: new Date(),
    })
  }`;
  for (const seatIndex of seats) {
    await sql`insert into seat_claims ${sql({ eventId, seatIndex, bookingId: id })}`;
  }
  return id;
}

/** A board with scripted statuses per event, which records its calls. */
export function scriptedBoard(
  statuses: Map<string, string>,
): Pick<SeatBoard, "snapshot" | "snapshots"> & { calls: string[][] } {
  const calls: string[][] = [];
  const snapshotOf = (id: string): Snapshot => {
    return { epoch: "test", version: calls.length, statuses: statuses.get(id) ?? "" };
  };
  return {
    calls,
    snapshot(eventId) {
      calls.push([eventId]);
      return Promise.resolve(snapshotOf(eventId));
    },
    snapshots(eventIds) {
      calls.push(eventIds);
      return Promise.resolve(new Map(eventIds.map((id) => [id, snapshotOf(id)])));
    },
  };
}
