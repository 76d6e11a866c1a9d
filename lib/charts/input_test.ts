import assert from "node:assert/strict";
import { blockChart } from "@/bench/charts.ts";
import { ChartReader, chartVersionSchema, newChartSchema, readChartBody, withVersion } from "./input.ts";

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const { version: _, ...chart } = blockChart(20);
const body = { venueId: crypto.randomUUID(), name: "Hall", chart };

Deno.test("a thread reads a chart as the schema does, and the bytes are transferred to the thread", async () => {
  const reader = new ChartReader();
  try {
    const bytes = encode(body);
    assert.deepEqual(await reader.read("new", bytes), { value: newChartSchema.parse(body) });
    assert.equal(bytes.byteLength, 0);
    assert.deepEqual(await reader.read("version", encode({ chart })), {
      value: chartVersionSchema.parse({ chart }),
    });
  } finally {
    reader.close();
  }
});

Deno.test("errors in a chart state their path, and malformed JSON is reported as such", () => {
  const broken = { ...body, chart: { ...chart, seatCount: 3 } };
  assert.deepEqual(readChartBody({ as: "new", bytes: encode(broken) }), {
    errors: [{ path: "chart.seatCount", message: "is 3, but there are 20 seats" }],
  });
  const unstorable = { ...body, chart: { ...chart, zones: [{ ...chart.zones[0], name: "\0" }] } };
  const read = readChartBody({ as: "new", bytes: encode(unstorable) });
  assert(typeof read === "object" && "errors" in read);
  assert.equal(read.errors[0].path, "chart.zones.0.name");
  assert.equal(readChartBody({ as: "new", bytes: new Uint8Array([0x7b, 0xff]) }), "malformed-json");
});

Deno.test("a chart is stored as it was sent, with its version", () => {
  const { chart: text } = chartVersionSchema.parse({ chart });
  assert.deepEqual(JSON.parse(withVersion(text, 7)), { version: 7, ...chart });
});
