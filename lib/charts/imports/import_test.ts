import assert from "node:assert/strict";
import fc from "fast-check";
import { type Chart, SEAT_DIAMETER } from "../chart.ts";
import { chartFaults } from "../faults.ts";
import { smallChart } from "@/lib/testing/fixtures.ts";
import { importChart, type ImportFormat } from "./import.ts";
import { closestDistance } from "./plan.ts";

const names = { section: "Stalls", zone: "Seats", stage: "Stage" };

function imported(format: ImportFormat, content: string) {
  const result = importChart({ format, content, names });
  assert.ok(result.ok, JSON.stringify(result));
  const { chart, ...rest } = result.value;
  return { chart: JSON.parse(chart) as Chart, ...rest };
}

function faultsOf(format: ImportFormat, content: string) {
  const result = importChart({ format, content, names });
  assert.ok(!result.ok, "it was imported");
  return result.faults;
}

const seatsOf = ({ seats }: Chart) =>
  seats.map(({ row, number, flags }) => `${row}${number}${flags.map((flag) => ` ${flag}`).join("")}`);

Deno.test("rows as text become a chart with a stage in front", () => {
  const { chart, problems, notes } = imported(
    "text",
    "# Stalls\nA: 1-3\n\nB: 1-4 gap 2, wheelchair 1 4 # back\n",
  );
  assert.deepEqual(seatsOf(chart), [
    "A1 aisle",
    "A2",
    "A3 aisle",
    "B1 accessible aisle",
    "B2 aisle",
    "B3 aisle",
    "B4 accessible aisle",
  ]);
  const [stage] = chart.shapes;
  assert.ok(stage.kind === "stage" && stage.polygon.every(([, y]) => y < chart.seats[0].y));
  assert.ok(chart.seats[0].y < chart.seats[3].y, "row B is behind row A");
  const x = chart.seats.slice(3).map((seat) => seat.x);
  assert.ok(x[2] - x[1] > x[1] - x[0], "an aisle follows seat 2");
  assert.deepEqual(chartFaults(chart), []);
  assert.deepEqual(problems, []);
  assert.deepEqual(notes, ["laid-out"]);
});

Deno.test("numbers may be even or odd, and run down", () => {
  assert.deepEqual(seatsOf(imported("text", "A: 2-6 even\nB: 5-1 odd").chart), [
    "A2 aisle",
    "A4",
    "A6 aisle",
    "B5 aisle",
    "B3",
    "B1 aisle",
  ]);
});

Deno.test("each line of text that can't be read is named", () => {
  assert.deepEqual(
    faultsOf("text", "A: 1-12\nB 1-12\nC: 1-12 wheelchair 13\nA: 1-2\nD: 1-4 gaps 2\n=E: 1-2\nF: 1-1 even"),
    [
      { line: 2, code: "not-understood" },
      { line: 3, code: "row-without-seat", text: "13" },
      { line: 4, code: "row-repeated" },
      { line: 5, code: "unknown-word", text: "gaps" },
      { line: 6, code: "formula", text: "=E" },
      { line: 7, code: "row-without-seat", text: "F" },
    ],
  );
  assert.deepEqual(faultsOf("text", "# nothing\n"), [{ code: "empty" }]);
});

Deno.test("seats are counted before they are made", () => {
  assert.deepEqual(faultsOf("text", "A: 1-9999"), [{ line: 1, code: "too-many-seats" }]);
  const rows = Array.from({ length: 200 }, (_, n) => `R${n}: 1-500`).join("\n");
  assert.deepEqual(faultsOf("text", rows), [{ line: 121, code: "too-many-seats" }]);
});

Deno.test("a table without positions is laid out in its sections and rows", () => {
  const { chart, problems, notes } = imported(
    "csv",
    "\ufeffSection;Row;Number;Zone;Flags;Remark\r\nStalls;A;1;Front;accessible aisle;x\r\nStalls;A;2;Front;;\r\n\r\nCircle;A;1;Back;;\r\nCircle;A;2;Back;;\r\n",
  );
  assert.deepEqual(chart.zones.map(({ name }) => name), ["Front", "Back"]);
  assert.deepEqual(chart.sections.map(({ name }) => name), ["Stalls", "Circle"]);
  assert.deepEqual(chart.seats.map(({ id }) => id), ["Stalls-A-1", "Stalls-A-2", "Circle-A-1", "Circle-A-2"]);
  assert.deepEqual(chartFaults(chart), []);
  assert.deepEqual(problems, []);
  assert.deepEqual(notes, ["left-out", "laid-out"]);
});

Deno.test("positions of a table are kept, scaled so that seats don't overlap", () => {
  const { chart, notes } = imported(
    "csv",
    'section,row,number,zone,x,y\n"Stalls, left",A,1,Front,0,0\n"Stalls, left",A,2,Front,0.6,0\n"Stalls, left",B,1,Front,0,-0.8\n',
  );
  const [a1, a2, b1] = chart.seats;
  assert.ok(a2.x - a1.x >= SEAT_DIAMETER && a1.y > b1.y);
  assert.equal(Math.round((a1.y - b1.y) / (a2.x - a1.x) * 100), 133, "in the same proportion");
  assert.deepEqual(chart.sections.map(({ name }) => name), ["Stalls, left"]);
  assert.deepEqual(notes, []);
});

Deno.test("each line of a table that can't be read is named", () => {
  const header = "section,row,number,zone,x,y,flags\n";
  assert.deepEqual(faultsOf("csv", "section,row,zone,x\nStalls,A,1,0"), [
    { line: 1, code: "columns-missing", text: "number, y" },
  ]);
  assert.deepEqual(
    faultsOf("csv", `${header}S,A,1,F,0,0,\nS,A,2,F,left,0,\n@S,A,3,F,1,1,\nS,A,4,F,2,2,bar stool`),
    [
      { line: 3, code: "not-understood" },
      { line: 4, code: "formula", text: "@S" },
      { line: 5, code: "unknown-flag", text: "bar" },
    ],
  );
  assert.deepEqual(faultsOf("csv", `${header}S,A,1,F,0,0,\nS,A,2,F,0.001,0,\nS,A,3,F,9,9,`), [{
    code: "too-large",
  }]);
  assert.deepEqual(faultsOf("csv", `${header}S,A,1,F,0,0\n`), [{ line: 2, code: "not-understood" }]);
  const long = "a row with a long name";
  const [{ line, code }] = faultsOf("csv", `section,row,number,zone\nS,A,1,F\nS,${long},1,F`);
  assert.deepEqual({ line, code }, { line: 3, code: "invalid" });
});

const pretixPlan = {
  name: "Small hall",
  size: { width: 400, height: 300 },
  categories: [{ name: "Parkett", color: "#7f4a91" }],
  zones: [{
    name: "Erdgeschoss",
    position: { x: 100, y: 50 },
    rows: [{
      row_number: "1",
      row_number_position: "both",
      position: { x: 10, y: 20 },
      seats: [
        { seat_guid: "1-1", seat_number: "1", position: { x: 0, y: 0 }, category: "Parkett", radius: 8 },
        { seat_guid: "1-2", seat_number: "2", position: { x: 12, y: 0 }, category: "Parkett" },
      ],
    }],
    areas: [
      {
        shape: "rectangle",
        position: { x: 0, y: 0 },
        rectangle: { width: 60, height: 10 },
        text: { text: "Bühne", position: { x: 30, y: 5 } },
      },
      { shape: "ellipse", position: { x: 0, y: 0 }, ellipse: { radius: { x: 3, y: 2 } } },
    ],
  }],
};

Deno.test("a plan of pretix becomes a chart with its zones, sections, ids and shapes", () => {
  const { chart, notes } = imported("pretix", JSON.stringify(pretixPlan));
  assert.deepEqual(chart.zones.map(({ name }) => name), ["Parkett"]);
  assert.deepEqual(chart.sections.map(({ name }) => name), ["Erdgeschoss"]);
  const [first, second] = chart.seats;
  assert.deepEqual([first.id, second.id], ["1-1", "1-2"]);
  assert.equal(second.x - first.x, 24);
  const [stage] = chart.shapes;
  assert.ok(stage.kind === "stage");
  assert.equal(stage.label, "Bühne");
  const [left, top] = stage.polygon[0];
  assert.deepEqual([first.x - left, first.y - top], [20, 40], "positions add up, and are scaled alike");
  assert.deepEqual(notes, ["left-out"]);
  assert.deepEqual(chartFaults(chart), []);
});

Deno.test("a plan of pretix that has another shape says where", () => {
  const plan = structuredClone(pretixPlan) as { zones: { rows: { seats: { position: unknown }[] }[] }[] };
  plan.zones[0].rows[0].seats[1].position = { x: "left", y: 0 };
  const [{ path, code }] = faultsOf("pretix", JSON.stringify(plan));
  assert.deepEqual({ path, code }, { path: "zones.0.rows.0.seats.1.position.x", code: "invalid" });
  assert.deepEqual(faultsOf("pretix", JSON.stringify({ categories: [], zones: [] })), [{ code: "empty" }]);
  assert.deepEqual(faultsOf("pretix", "<plan>"), [{ code: "not-json" }]);
  assert.deepEqual(faultsOf("pretix", "[".repeat(200) + "]".repeat(200)), [{ code: "too-deep" }]);
});

Deno.test("a chart is taken as it is, with its problems", () => {
  const chart = smallChart();
  assert.deepEqual(imported("chart", JSON.stringify(chart)).chart, { ...chart, version: 1 });
  const crowded = { ...chart, seats: chart.seats.map((seat) => ({ ...seat, x: 50, y: 50 })) };
  const codes = imported("chart", JSON.stringify(crowded)).problems.map(({ code }) => code);
  assert.ok(codes.includes("too-close"));
  const [{ path }] = faultsOf(
    "chart",
    JSON.stringify({ ...chart, zones: [{ id: "z", name: "=1+1", colour: 1 }] }),
  );
  assert.equal(path, "zones.0.name");
});

Deno.test("whatever is imported, it is a chart or a list of faults, never an error", () => {
  const format = fc.constantFrom<ImportFormat>("text", "csv", "pretix", "chart");
  const line = fc.oneof(
    fc.string(),
    fc.tuple(fc.string({ maxLength: 3 }), fc.nat(20), fc.nat(20)).map(([row, from, to]) =>
      `${row}: ${from}-${to}`
    ),
    fc.array(fc.string({ maxLength: 4 }), { maxLength: 6 }).map((cells) => cells.join(",")),
  );
  const content = fc.oneof(
    fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n")),
    fc.array(line, { maxLength: 6 }).map((lines) => ["section,row,number,zone", ...lines].join("\n")),
    fc.json(),
  );
  fc.assert(fc.property(format, content, (format, content) => {
    const result = importChart({ format, content, names });
    assert.ok(result.ok ? JSON.parse(result.value.chart).seats.length > 0 : result.faults.length > 0);
  }));
});

Deno.test("the closest two of some points are found as by comparing all", () => {
  const coordinate = fc.integer({ min: -50, max: 50 });
  fc.assert(fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 30 }), (points) => {
    const distances = points.flatMap(([x, y], n) =>
      points.slice(n + 1).map(([x2, y2]) => Math.hypot(x - x2, y - y2))
    );
    assert.equal(
      closestDistance(points),
      Math.min(Infinity, ...distances.filter((distance) => distance > 0)),
    );
  }));
});
