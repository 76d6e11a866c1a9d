/** Test support for holds: an event in a small hall, and buyers who use the API. */
import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { BoardSource, SeatBoard } from "@/lib/board/board.ts";
import { memoryBoard } from "@/lib/board/memory.ts";
import { boardSource } from "@/lib/board/source.ts";
import { countBookedSeats } from "@/lib/bookings/count_booked_seats.ts";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import type { Chart } from "@/lib/charts/chart.ts";
import { type Config, parseConfig } from "@/lib/config.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { EventCatalog } from "@/lib/events/catalog.ts";
import { EventStreams } from "@/lib/http/sse.ts";
import { silentLogger } from "@/lib/observability/log.ts";
import { createMetrics } from "@/lib/observability/metrics.ts";
import type { Endpoint } from "@/lib/server/endpoint.ts";
import { callEndpoint, jsonRequest } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";
import { type EventFixtureOptions, insertEvent, insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { handler as eventHolds } from "@/routes/api/events/[id]/holds.ts";
import { handler as extension } from "@/routes/api/holds/[id]/extend.ts";
import { handler as oneHold } from "@/routes/api/holds/[id]/index.ts";
import { SeatStreams } from "./seat_streams.ts";

/** Two rows of ten seats in zone `front`, one row of ten in `back`, and 20 standing places. */
export function mixedChart(): Chart {
  const hall = new ChartBuilder([
    { id: "front", name: "Front", colour: 1 },
    { id: "back", name: "Back", colour: 2 },
    { id: "standing", name: "Standing", colour: 3 },
  ]);
  hall.shape({ kind: "stage", polygon: [[-50, -20], [50, -20], [50, 0], [-50, 0]] });
  const section = (id: string) => ({ section: { id }, zone: id });
  hall.block({ ...section("front"), at: [0, 60], rows: ["A", "B"], seats: 10 });
  hall.block({ ...section("back"), at: [0, 160], rows: ["C"], seats: 10 });
  hall.standing({
    id: "floor",
    name: "Floor",
    zone: "standing",
    capacity: 20,
    polygon: [[-100, 200], [100, 200], [100, 300], [-100, 300]],
  });
  return hall.finish();
}

export interface ParsedResponse<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Someone who calls the API: an account, or a browser that keeps its cookie. */
export class Buyer {
  #cookie: string | undefined;

  constructor(
    readonly shop: Shop,
    readonly user?: User,
    readonly address = "192.0.2.1",
  ) {}

  /** The browser's visitor cookie. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  hold(choice: unknown, eventId = this.shop.eventId): Promise<ParsedResponse> {
    return this.#call(eventHolds, "POST", `/api/events/${eventId}/holds`, eventId, choice);
  }

  /** Holds seats, given by index, that must be free. */
  async held(...seats: number[]): Promise<HoldView> {
    const { status, body } = await this.hold({ seats: this.shop.ids(...seats) });
    assert.equal(status, 201, JSON.stringify(body));
    return body as HoldView;
  }

  list(eventId = this.shop.eventId): Promise<ParsedResponse> {
    return this.#call(eventHolds, "GET", `/api/events/${eventId}/holds`, eventId);
  }

  get(holdId: string): Promise<ParsedResponse> {
    return this.#call(oneHold, "GET", `/api/holds/${holdId}`, holdId);
  }

  change(holdId: string, seats: string[]): Promise<ParsedResponse> {
    return this.#call(oneHold, "PUT", `/api/holds/${holdId}`, holdId, { seats });
  }

  extend(holdId: string): Promise<ParsedResponse> {
    return this.#call(extension, "POST", `/api/holds/${holdId}/extend`, holdId);
  }

  release(holdId: string): Promise<ParsedResponse> {
    return this.#call(oneHold, "DELETE", `/api/holds/${holdId}`, holdId);
  }

  async #call(
    endpoint: Endpoint,
    method: string,
    path: string,
    id: string,
    body?: unknown,
  ): Promise<ParsedResponse> {
    const headers: Record<string, string> = this.#cookie ? { cookie: this.#cookie } : {};
    const request = body === undefined
      ? new Request(new URL(path, "http://aisle.test"), { method, headers })
      : jsonRequest(method, path, body, headers);
    const { services } = this.shop;
    const response = await callEndpoint(endpoint, request, {
      services,
      params: { id },
      user: this.user,
      address: this.address,
    });
    this.#cookie = response.headers.getSetCookie().at(0)?.split(";")[0] ?? this.#cookie;
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
  }
}

/** One event with the services that sell it. */
export class Shop {
  constructor(
    readonly services: Pick<
      Services,
      | "sql"
      | "countBookedSeats"
      | "board"
      | "catalog"
      | "config"
      | "metrics"
      | "streams"
      | "seatStreams"
      | "now"
    >,
    readonly eventId: string,
    readonly chart: Chart,
    readonly clock: { now: number },
  ) {}

  ids(...seats: number[]): string[] {
    return seats.map((index) => this.chart.seats[index].id);
  }

  guest(address?: string): Buyer {
    return new Buyer(this, undefined, address);
  }

  async account({ emailConfirmed = true, address = "192.0.2.1" } = {}): Promise<Buyer> {
    const id = await insertUser(this.services.sql);
    const email = `${id}@example.org`;
    const user: User = { id, email, emailConfirmed, name: "Ada", role: "visitor", locale: null };
    return new Buyer(this, user, address);
  }

  async statuses(): Promise<string> {
    return (await this.services.board.snapshot(this.eventId)).statuses;
  }
}

type OpenBoard = (options: { source: BoardSource; now: () => number }) => SeatBoard;

/** Runs `test` with an event on a {@link mixedChart}, a board (by default in memory) and a separate database. */
export async function withShop(
  test: (shop: Shop, sql: Sql) => Promise<void>,
  options: EventFixtureOptions = {},
  settings: Record<string, string> = {},
  openBoard: OpenBoard = memoryBoard,
): Promise<void> {
  await withDatabase(async (sql) => {
    const clock = { now: Date.now() };
    const now = () => clock.now;
    const config: Config = parseConfig(settings);
    const { eventId, chart } = await insertEvent(sql, { chart: mixedChart(), ...options });
    const board = openBoard({ source: boardSource(sql), now });
    // Connected, that is: a call waits only briefly for the connection.
    await until(() => board.ping().then(() => true, () => false), Boolean);
    const streams = new EventStreams();
    const seatStreams = new SeatStreams({ board, streams, logger: silentLogger });
    const catalog = new EventCatalog({ sql, board, now });
    const metrics = createMetrics();
    await test(
      new Shop(
        {
          sql,
          countBookedSeats: countBookedSeats(sql),
          board,
          catalog,
          config,
          metrics,
          streams,
          seatStreams,
          now,
        },
        eventId,
        chart,
        clock,
      ),
      sql,
    ).finally(() => board.close());
  });
}
