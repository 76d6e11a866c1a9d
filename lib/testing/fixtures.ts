/** A small hall, an event in it and its buyers: the setup of most tests that use a database. */
import { v7 as uuidv7 } from "uuid";
import { nameColumns } from "@/lib/auth/search_name.ts";
import { beginTotp, confirmTotp } from "@/lib/auth/second_factors.ts";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { searchColumns } from "@/lib/search/columns.ts";
import { testSecrets } from "@/lib/server/testing.ts";

/** One straight row of seats in one zone. */
export function smallChart(seatCount = 10): Chart {
  return {
    version: 1,
    seatCount,
    width: 40 + seatCount * 30,
    height: 200,
    zones: [{ id: "main", name: "Main", colour: 1 }],
    sections: [{ id: "Stalls", name: "Stalls", labelAt: [100, 150] }],
    seats: Array.from({ length: seatCount }, (_, index) => ({
      id: `A-${index + 1}`,
      x: 30 + index * 30,
      y: 150,
      zone: "main",
      section: "Stalls",
      row: "A",
      number: String(index + 1),
      flags: [],
    })),
    areas: [],
    shapes: [],
  };
}

export interface EventFixture {
  eventId: string;
  venueId: string;
  chartId: string;
  chart: Chart;
  /** Minor units. */
  price: number;
}

export interface EventFixtureOptions {
  chart?: Chart;
  /** Minor units, for every zone. */
  price?: number;
  maxSeatsPerBuyer?: number;
  orphans?: "warn" | "refuse";
  status?: "draft" | "published" | "cancelled";
  startsAt?: Date;
  cancellationAllowed?: boolean;
}

const HOUR_MS = 3_600_000;

/** Inserts a venue, a chart and an event, by default on sale and starting in a week. */
export async function insertEvent(sql: Sql, options: EventFixtureOptions = {}): Promise<EventFixture> {
  const { chart = smallChart(), price = 2500, maxSeatsPerBuyer = 6, status = "published", orphans = "warn" } =
    options;
  const startsAt = options.startsAt ?? new Date(Date.now() + 7 * 24 * HOUR_MS);
  const [venueId, chartId, eventId] = [uuidv7(), uuidv7(), uuidv7()];
  await sql`
    insert into venues (id, name, city, country, address, time_zone)
    values (${venueId}, 'The Small Hall', 'Berlin', 'DE', 'Any street 1', 'Europe/Berlin')`;
  await sql`
    insert into charts (id, version, venue_id, name, seat_count, body)
    values (${chartId}, ${chart.version}, ${venueId}, 'Rows', ${chart.seatCount}, ${
    sql.json(chart as never)
  })`;
  const { titleKey, searchText, searchVersion } = searchColumns(
    { title: "A Concert", description: "Music." },
    { name: "The Small Hall", city: "Berlin" },
  );
  await sql`
    insert into events (id, slug, type, title, description, venue_id, chart_id, chart_version, status, starts_at,
      ends_at, currency, max_seats_per_buyer, orphans, cancellation_allowed, seat_count, price_from, title_key,
      search_text, search_version)
    values (${eventId}, ${`event-${eventId}`}, 'concert', 'A Concert', 'Music.', ${venueId}, ${chartId},
      ${chart.version}, ${status}, ${startsAt}, ${new Date(startsAt.getTime() + 2 * HOUR_MS)}, 'EUR',
      ${maxSeatsPerBuyer}, ${orphans}, ${
    options.cancellationAllowed ?? false
  }, ${chart.seatCount}, ${price}, ${titleKey}, ${searchText}, ${searchVersion})`;
  await sql`
    insert into zones ${
    sql(chart.zones.map(({ id, name }, position) => ({ eventId, id, name, price, position })))
  }`;
  return { eventId, venueId, chartId, chart, price };
}

/** Sets up an authenticator app for an account, with {@link testSecrets}. */
export async function insertApp(
  sql: Sql,
  userId: string,
  nowMs: number,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const clocked = { secrets: testSecrets, nowMs };
  const secret = await transaction(sql, (tx) => beginTotp(tx, userId, clocked));
  const code = codeOfStep(secret!, currentStep(nowMs));
  const confirmed = await transaction(sql, (tx) => confirmTotp(tx, userId, code, clocked));
  return { secret: secret!, recoveryCodes: confirmed!.recoveryCodes };
}

/** Inserts an account without a usable password and returns its id. */
export async function insertUser(
  sql: Sql,
  { role = "visitor", name = "Ada" }: {
    role?: "visitor" | "checkin" | "organizer" | "admin";
    name?: string;
  } = {},
): Promise<string> {
  const id = uuidv7();
  await sql`
    insert into users ${
    sql({ ...nameColumns(name), id, email: `${id}@example.org`, emailKey: `${id}@example.org`, role })
  }`;
  return id;
}
