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

Deno.test("gauges are read on each scrape; unreadable ones are omitted and counted, and affect no others", async () => {
  const metrics = createMetrics();
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  let lag = 3;
  let broken = false;
  const down = new Error("Kafka is down");
  metrics.watch({
    name: "lag",
    label: "group",
    gauges: { aisle_lag: "Messages not handled", aisle_members: "Members of the group" },
    read: () => Promise.resolve({ aisle_lag: [["payments", lag]], aisle_members: [["payments", 2]] }),
    onFailure,
  });
  metrics.watch({
    name: "fragile",
    label: "group",
    gauges: { aisle_fragile: "Not always there" },
    read: () => broken ? Promise.reject(down) : Promise.resolve({ aisle_fragile: [["payments", 1]] }),
    onFailure,
  });
  const sound = await metrics.text();
  for (const line of [/aisle_lag\{group="payments"\} 3/, /aisle_members\{group="payments"\} 2/]) {
    assert.match(sound, line);
  }
  assert.match(sound, /aisle_fragile\{group="payments"\} 1/);
  assert.match(sound, /aisle_scrape_errors_total\{source="fragile"\} 0/);

  lag = 5;
  broken = true;
  const text = await metrics.text();
  assert.match(text, /aisle_lag\{group="payments"\} 5/);
  assert.doesNotMatch(text, /aisle_fragile\{/);
  assert.match(text, /aisle_scrape_errors_total\{source="fragile"\} 1/);
  assert.match(text, /aisle_scrape_errors_total\{source="lag"\} 0/);
  assert.deepEqual(failures, [down]);
});
