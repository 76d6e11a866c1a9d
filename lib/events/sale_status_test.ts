import assert from "node:assert/strict";
import {
  countSeats,
  isOnSale,
  offeredFrom,
  type SaleStatus,
  saleStatus,
  type SaleTimes,
} from "./sale_status.ts";

const at = (day: number) => Date.UTC(2026, 5, day);
const event: SaleTimes = {
  status: "published",
  salesOpenAt: new Date(at(5)),
  salesCloseAt: new Date(at(20)),
  endsAt: new Date(at(21)),
};
const some = { left: 3, held: 0 };

Deno.test("a sale runs from its opening to its close", () => {
  assert.equal(saleStatus(event, some, at(5) - 1), "not-yet");
  assert.equal(saleStatus(event, some, at(5)), "on-sale");
  assert.equal(saleStatus(event, some, at(20) - 1), "on-sale");
  assert.equal(saleStatus(event, some, at(20)), "ended");
});

Deno.test("without explicit dates a sale runs from publication to the event's end", () => {
  const open = { ...event, salesOpenAt: null, salesCloseAt: null };
  assert.equal(saleStatus(open, some, 0), "on-sale");
  assert.equal(saleStatus(open, some, at(21) - 1), "on-sale");
  assert.equal(saleStatus(open, some, at(21)), "ended");
});

Deno.test("a sale never outlasts the event", () => {
  assert.equal(saleStatus({ ...event, salesCloseAt: new Date(at(30)) }, some, at(21)), "ended");
});

Deno.test("an event is sold out only if no held seat can become free again", () => {
  assert.equal(saleStatus(event, { left: 0, held: 1 }, at(6)), "on-sale");
  assert.equal(saleStatus(event, { left: 0, held: 0 }, at(6)), "sold-out");
});

Deno.test("cancelled takes precedence over ended, and both ended and not yet on sale over sold out", () => {
  const none = { left: 0, held: 0 };
  assert.equal(saleStatus({ ...event, status: "cancelled" }, none, at(30)), "cancelled");
  assert.equal(saleStatus(event, none, at(30)), "ended");
  assert.equal(saleStatus(event, none, at(1)), "not-yet");
});

Deno.test("only a published event within its sale period is on sale", () => {
  assert.ok(isOnSale(event, at(6)));
  assert.ok(!isOnSale(event, at(1)));
  assert.ok(!isOnSale({ ...event, status: "draft" }, at(6)));
  assert.ok(!isOnSale({ ...event, status: "cancelled" }, at(6)));
});

Deno.test("only free and held seats are counted", () => {
  assert.deepEqual(countSeats("aahbxa"), { left: 3, held: 1 });
  assert.deepEqual(countSeats(""), { left: 0, held: 0 });
});

Deno.test("a price is offered only if someone can pay it, now or later", () => {
  const offered = (saleStatus: SaleStatus) => offeredFrom({ priceFrom: 1900, saleStatus });
  assert.equal(offered("on-sale"), 1900);
  assert.equal(offered("not-yet"), 1900);
  for (const status of ["sold-out", "ended", "cancelled"] as const) assert.equal(offered(status), null);
});
