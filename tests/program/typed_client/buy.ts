/**
 * Buys a ticket with a client generated from the OpenAPI document: the test that runs this generates `api.ts`. Lines
 * that must not compile are marked; the type check fails if one does.
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./api.ts";

type Booking = components["schemas"]["Booking"];

const api = createClient<paths>({ baseUrl: Deno.args[0] });

/** The body of a response. @throws {Error} with its problem. */
function body<T>({ data, error }: { data?: T; error?: { code: string; detail: string } }): T {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

const session = body(
  await api.POST("/api/auth/register", {
    body: { email: `${crypto.randomUUID()}@example.org`, password: crypto.randomUUID(), name: "Ada" },
  }),
);
api.use({
  onRequest({ request }) {
    request.headers.set("authorization", `Bearer ${session.accessToken}`);
    return request;
  },
});

const { items } = body(await api.GET("/api/events", { params: { query: { sort: "date", limit: 100 } } }));
const event = items.find(({ saleStatus, seatsLeft }) => saleStatus === "on-sale" && seatsLeft > 100);
if (!event) throw new Error("nothing is on sale");
// @ts-expect-error: the list has no such order
api.GET("/api/events", { params: { query: { sort: "newest" } } }).catch(() => {});

const chart = body(await api.GET("/api/events/{id}/chart", { params: { path: { id: event.id } } }));
if (chart.seatCount !== chart.seats.length) throw new Error("a seat is missing");
// @ts-expect-error: a point has two numbers
const _notAPoint: components["schemas"]["Chart"]["sections"][number]["labelAt"] = [1, 2, 3];

const tooMany = await api.POST("/api/events/{id}/holds", {
  params: { path: { id: event.id } },
  body: { best: { quantity: 1_000 } },
});
if (tooMany.error?.code !== "limit-exceeded") throw new Error("a thousand seats were held");
const limit: number = tooMany.error.limit;
// @ts-expect-error: this problem does not say which seats are taken
tooMany.error.unavailable;

const hold = body(
  await api.POST("/api/events/{id}/holds", {
    params: { path: { id: event.id } },
    body: { best: { quantity: Math.min(2, limit) } },
  }),
);

const placed = body(
  await api.POST("/api/bookings", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { holdId: hold.id, paymentToken: "tok_approve" },
  }),
);
// @ts-expect-error: a booking has no such member
placed.amount;

const booking = await settled(placed);
const { data: pdf } = await api.GET("/api/bookings/{id}/tickets.pdf", {
  params: { path: { id: booking.id } },
  parseAs: "arrayBuffer",
});
const start = new TextDecoder().decode(new Uint8Array(pdf!).subarray(0, 5));
console.log(JSON.stringify({
  status: booking.status,
  seats: hold.seats.length,
  tickets: booking.tickets.length,
  pdf: start,
}));

/** The booking once it is final, from its stream. */
async function settled({ id }: Booking): Promise<Booking> {
  const { data } = await api.GET("/api/bookings/{id}/stream", {
    params: { path: { id } },
    parseAs: "stream",
  });
  let text = "";
  let last: Booking | undefined;
  for await (const chunk of data!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    // A line may arrive in parts.
    for (const [, line] of text.matchAll(/^data: (.*)\n/gm)) {
      const status: components["schemas"]["BookingEvent"]["data"] = JSON.parse(line);
      last = status;
    }
  }
  if (!last?.final && last?.status !== "confirmed") throw new Error("the stream ended early");
  return last;
}
