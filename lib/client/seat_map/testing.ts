/** Shared by tests of the seat map: a hall, and a fake server for holds. */
import type { HoldView } from "@/lib/board/hold_view.ts";
import { ChartBuilder } from "@/lib/charts/builder.ts";
import { rectangle } from "@/lib/charts/geometry.ts";
import { type Hall, prepareHall } from "../canvas/hall.ts";
import type { MapEvent } from "./map_event.ts";

/** A row of ten seats `1` to `10` on one floor, and a standing area of three places on the other. */
export function smallHall(): Hall {
  const chart = new ChartBuilder([{ id: "main", name: "Main", colour: 1 }, {
    id: "pit",
    name: "Pit",
    colour: 2,
  }]);
  const section = { id: "Stalls", floor: "Ground" };
  chart.block({ section, zone: "main", at: [0, 0], rows: ["A"], seats: 10, seatPitch: 30 });
  const polygon = rectangle(0, 200, 200, 100);
  chart.standing({ id: "Pit", name: "Pit", zone: "pit", floor: "Lower", capacity: 3, polygon });
  return prepareHall(chart.finish());
}

/** An event on sale in that hall. */
export const smallEvent: MapEvent = {
  id: "event",
  slug: "event",
  currency: "EUR",
  maxSeatsPerBuyer: 4,
  orphans: "warn",
  zones: [
    { id: "main", name: "Main", colour: 1, letter: "A", price: 100, priceText: "€1" },
    { id: "pit", name: "Pit", colour: 2, letter: "B", price: 300, priceText: "€3" },
  ],
  areas: [{ id: "Pit", name: "Pit", zone: "pit", left: 3 }],
  canChoose: true,
};

/** A server that grants all seats except `taken`; if it `waits`, it responds when `release` is called. */
export function fakeServer({ taken = [] as string[], waits = false } = {}) {
  const requests: { method: string; path: string; seats: string[] }[] = [];
  const waiting: (() => void)[] = [];
  let hold: HoldView | null = null;
  const problem = (status: number, body: unknown) => Response.json(body, { status });

  async function fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const seats: string[] = init.body ? JSON.parse(String(init.body)).seats : [];
    requests.push({ method: init.method ?? "GET", path, seats });
    if (waits) await new Promise<void>((resolve) => waiting.push(resolve));
    if (init.method === "GET") return Response.json({ items: hold ? [hold] : [] });
    if (init.method === "DELETE") {
      hold = null;
      return new Response(null, { status: 204 });
    }
    const unavailable = seats.filter((id) => taken.includes(id));
    if (unavailable.length > 0) return problem(409, { code: "seats-unavailable", unavailable });
    if (seats.length > 4) return problem(409, { code: "limit-exceeded", limit: 4 });
    if (init.method === "PUT" && !hold) return problem(404, { code: "not-found" });
    hold = holdOf(seats);
    return Response.json(hold, { status: init.method === "POST" ? 201 : 200 });
  }
  return {
    fetch,
    requests,
    release: () => waiting.shift()!(),
    end: () => hold = null,
    take: (...seats: string[]) => void taken.push(...seats),
  };
}

export function holdOf(ids: string[]): HoldView {
  return {
    id: "hold",
    eventId: "event",
    status: "active",
    seats: ids.map((id) => ({ id, zone: "main", price: 100, section: "Stalls", row: "A", number: id })),
    total: ids.length * 100,
    currency: "EUR",
    expiresAt: "2026-11-22T20:00:00Z",
    maxExpiresAt: "2026-11-22T20:10:00Z",
  };
}
