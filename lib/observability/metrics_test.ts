import assert from "node:assert/strict";
import { createMetrics } from "./metrics.ts";

Deno.test("requests, holds and bookings are counted by their labels", async () => {
  const metrics = createMetrics();
  metrics.request("/api/events/:id", "GET", 200, 3);
  metrics.request("/api/events/:id", "GET", 200, 30);
  metrics.request("/api/events/:id", "MADE-UP", 405, 1);
  metrics.hold("held");
  metrics.hold("seats-unavailable");
  metrics.booking("confirmed");
  const text = await metrics.text();
  assert.match(text, /duration_seconds_count\{route="\/api\/events\/:id",method="GET",status="200"\} 2/);
  assert.match(
    text,
    /duration_seconds_bucket\{le="0.005",route="\/api\/events\/:id",method="GET",status="200"\} 1/,
  );
  assert.match(text, /duration_seconds_count\{route="\/api\/events\/:id",method="other",status="405"\} 1/);
  assert.match(text, /aisle_holds_total\{outcome="held"\} 1/);
  assert.match(text, /aisle_bookings_total\{status="confirmed"\} 1/);
});

Deno.test("a gauge is read when somebody looks, and one that fails spoils no other", async () => {
  const metrics = createMetrics();
  let lag = 3;
  metrics.gauge("aisle_lag", "Messages not handled", "group", () => Promise.resolve([["payments", lag]]));
  metrics.gauge("aisle_broken", "Never there", "group", () => Promise.reject(new Error("Kafka is away")));
  assert.match(await metrics.text(), /aisle_lag\{group="payments"\} 3/);
  lag = 5;
  const text = await metrics.text();
  assert.match(text, /aisle_lag\{group="payments"\} 5/);
  assert.doesNotMatch(text, /aisle_broken\{/);
});
