import assert from "node:assert/strict";
import fc from "fast-check";
import type { Chart } from "../chart.ts";
import { chartFaults } from "../faults.ts";
import { importChart, type ImportFormat } from "./import.ts";

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

const seatsOf = ({ seats }: Chart) => seats.map(({ section, row, number }) => `${section} ${row}${number}`);
const shapesOf = ({ shapes }: Chart) =>
  shapes.map((shape) =>
    shape.kind === "text" ? `text ${shape.text}` : `${shape.kind} ${shape.label ?? ""}`.trim()
  );

function svg(...parts: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${
    parts.join("\n")
  }</svg>`;
}

const circles = (count: number, y: number, rest = "") =>
  Array.from({ length: count }, (_, n) => `<circle cx="${10 * n}" cy="${y}" r="4" ${rest}/>`).join("");

Deno.test("circles of an SVG become the seats of rows, counted from the front and the left", () => {
  const { chart, notes } = imported("svg", svg(circles(3, 10), circles(2, 0)));
  assert.deepEqual(seatsOf(chart), ["Stalls A1", "Stalls A2", "Stalls B1", "Stalls B2", "Stalls B3"]);
  assert.deepEqual(notes, ["seats-recognised"]);
  assert.deepEqual(chartFaults(chart), []);
});

Deno.test("five hundred seats in curved rows are found with their stage, room and names", () => {
  const rows = Array.from({ length: 20 }, (_, row) => {
    const radius = 400 + 30 * row;
    const seats = Array.from({ length: 25 }, (_, n) => {
      const angle = (n - 12) * 26 / radius;
      const [x, y] = [radius * Math.sin(angle), radius * Math.cos(angle)];
      return `<rect x="${x - 9}" y="${y - 9}" width="18" height="18"/>` +
        `<text x="${x}" y="${y + 3}" font-size="8" text-anchor="middle">${101 + n}</text>`;
    });
    const [x, y] = [radius * Math.sin(-13 * 26 / radius), radius * Math.cos(-13 * 26 / radius)];
    return `<g>${seats.join("")}</g><text x="${x}" y="${y}" font-size="9" text-anchor="middle">R${
      row + 1
    }</text>`;
  });
  const { chart } = imported(
    "svg",
    svg(
      '<rect x="-600" y="0" width="1200" height="1050" fill="none"/>',
      '<rect x="-200" y="20" width="400" height="120"/><text x="0" y="90" text-anchor="middle">Bühne</text>',
      ...rows,
    ),
  );
  assert.equal(chart.seatCount, 500);
  assert.deepEqual(chartFaults(chart), []);
  assert.deepEqual(shapesOf(chart), ["room", "stage Bühne"]);
  const byRow = Map.groupBy(chart.seats, ({ row }) => row);
  assert.deepEqual([...byRow.keys()], Array.from({ length: 20 }, (_, n) => `R${n + 1}`));
  for (const seats of byRow.values()) {
    assert.deepEqual(
      seats.map(({ number }) => Number(number)),
      Array.from({ length: 25 }, (_, n) => 101 + n),
    );
  }
});

Deno.test("an aisle doesn't break a row", () => {
  const { chart } = imported(
    "svg",
    svg(circles(4, 0), `<g transform="translate(55)">${circles(4, 0)}</g>`, circles(9, 12)),
  );
  assert.deepEqual([...Map.groupBy(chart.seats, ({ row }) => row).values()].map(({ length }) => length), [
    8,
    9,
  ]);
});

Deno.test("groups that someone named are sections and rows, and colours are zones", () => {
  const { chart } = imported(
    "svg",
    svg(
      "<style>.cls-1{fill:#c00;stroke:none} .cls-2, .cls-3{ fill : #00c }</style>",
      '<g id="layer1"><g id="Stalls left">',
      `<g data-name="AA">${circles(2, 0, 'class="cls-1"')}</g><g data-name="BB">${
        circles(2, 10, 'class="cls-1"')
      }</g>`,
      `</g><g id="Balcony"><g data-name="1">${circles(3, 40, 'style="fill:#00c"')}</g></g></g>`,
    ),
  );
  assert.deepEqual(seatsOf(chart), [
    ...["Stalls left AA1", "Stalls left AA2", "Stalls left BB1", "Stalls left BB2"],
    ...["Balcony 11", "Balcony 12", "Balcony 13"],
  ]);
  assert.deepEqual(chart.zones.map(({ name }) => name), ["Seats 1", "Seats 2"]);
});

Deno.test("groups that each are one row of the hall are its rows", () => {
  const { chart } = imported(
    "svg",
    svg(...["E", "F", "G"].map((id, n) => `<g id="${id}">${circles(4, 10 * n)}</g>`)),
  );
  assert.deepEqual(chart.sections.map(({ name }) => name), ["Stalls"]);
  assert.deepEqual([...new Set(chart.seats.map(({ row }) => row))], ["E", "F", "G"]);
});

Deno.test("symbols, uses, paths and nested transforms are where they are drawn", () => {
  const { chart } = imported(
    "svg",
    svg(
      '<defs><symbol id="seat"><path d="M0 0h8v8a4 4 0 0 1 -8 0z"/></symbol>',
      '<g id="pair"><use href="#seat"/><use xlink:href="#seat" x="10"/></g></defs>',
      '<use href="#pair"/><g transform="rotate(90) translate(0 -60)"><use href="#pair" transform="scale(1)"/></g>',
    ),
  );
  const at = chart.seats.map(({ x, y }) => [Math.round(x), Math.round(y)]);
  const [a, b] = [at.find(([, y]) => at.filter((other) => other[1] === y).length === 2)!, at];
  assert.equal(b.length, 4);
  assert.equal(new Set(b.map(String)).size, 4);
  assert.ok(a, "one pair lies side by side, the other behind each other");
});

Deno.test("a seat drawn as a disc with a rim is one seat, and what is hidden is none", () => {
  const { chart } = imported(
    "svg",
    svg(circles(3, 0), circles(3, 0, 'fill="none"'), `<g display="none">${circles(3, 30)}</g>`),
  );
  assert.equal(chart.seatCount, 3);
});

Deno.test("scripts, images and foreign objects are left out, and said to be", () => {
  const { chart, notes } = imported(
    "svg",
    svg(
      circles(2, 0, 'onclick="alert(1)"'),
      "<script>alert(1)</script>",
      '<image href="https://example.org/x.png"/><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
      '<use href="https://example.org/x.svg#a"/>',
    ),
  );
  assert.equal(chart.seatCount, 2);
  assert.deepEqual(notes, ["seats-recognised", "left-out"]);
  assert.doesNotMatch(JSON.stringify(chart), /alert|example\.org/);
});

Deno.test("hostile drawings are refused before they cost anything", () => {
  assert.deepEqual(
    faultsOf("svg", '<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n<svg><text>&a;</text></svg>').map(({ code }) =>
      code
    ),
    ["doctype"],
  );
  assert.deepEqual(faultsOf("svg", "<svg><circle</svg>").map(({ code }) => code), ["not-understood"]);
  assert.deepEqual(faultsOf("svg", "<html></html>").map(({ code }) => code), ["not-understood"]);
  assert.deepEqual(faultsOf("svg", svg("<g>".repeat(200), "</g>".repeat(200))), [{ code: "too-deep" }]);
  const levels = Array.from(
    { length: 12 },
    (_, n) => `<g id="l${n + 1}">${`<use href="#l${n}"/>`.repeat(10)}</g>`,
  );
  assert.deepEqual(
    faultsOf("svg", svg(`<defs><g id="l0">${circles(1, 0)}</g>`, ...levels, '</defs><use href="#l12"/>')),
    [{ code: "too-many-shapes" }],
  );
  assert.deepEqual(faultsOf("svg", svg('<g id="a"><use href="#a"/></g>')), [{ code: "too-deep" }]);
  assert.deepEqual(faultsOf("svg", svg('<rect width="400" height="20"/>')), [{ code: "no-seats-drawn" }]);
  assert.deepEqual(
    faultsOf("svg", svg(circles(2, 0), `<g id="=SUM(A1)">${circles(2, 10)}</g>`))[0].code,
    "formula",
  );
});

/** The lines of a DXF: pairs of a group code and a value. */
function dxf(blocks: (string | number)[], entities: (string | number)[]): string {
  return [
    ...[0, "SECTION", 2, "BLOCKS", ...blocks, 0, "ENDSEC"],
    ...[0, "SECTION", 2, "ENTITIES", ...entities, 0, "ENDSEC", 0, "EOF"],
  ].join("\n");
}

const dxfCircle = (
  x: number,
  y: number,
  layer = "Stalls",
) => [0, "CIRCLE", 8, layer, 10, x, 20, y, 30, 0, 40, 0.25];
const dxfBlock = (
  name: string,
  ...entities: (string | number)[]
) => [0, "BLOCK", 8, 0, 2, name, 10, 0, 20, 0, 30, 0, 3, name, ...entities, 0, "ENDBLK", 8, 0];
const dxfInsert = (
  name: string,
  x: number,
  y: number,
  ...rest: (string | number)[]
) => [0, "INSERT", 8, "Stalls", 2, name, 10, x, 20, y, 30, 0, ...rest];

Deno.test("circles of a DXF become seats by layer, with the front where y is greatest", () => {
  const { chart } = imported(
    "dxf",
    dxf([], [
      ...[0, 0.6, 1.2].flatMap((x) => dxfCircle(x, 0)),
      ...[0, 0.6].flatMap((x) => dxfCircle(x, 0.9)),
      ...[0, 0.6].flatMap((x) => dxfCircle(x, -5, "Balcony")),
      ...[
        0,
        "LWPOLYLINE",
        8,
        "Stage",
        90,
        4,
        70,
        1,
        10,
        -2,
        20,
        3,
        10,
        4,
        20,
        3,
        10,
        4,
        20,
        5,
        10,
        -2,
        20,
        5,
      ],
      ...[0, "TEXT", 8, "Stage", 10, 0, 20, 4, 30, 0, 40, 0.3, 1, "Podium"],
    ]),
  );
  assert.deepEqual(seatsOf(chart), [
    ...["Stalls A1", "Stalls A2", "Stalls B1", "Stalls B2", "Stalls B3"],
    ...["Balcony A1", "Balcony A2"],
  ]);
  assert.deepEqual(shapesOf(chart), ["stage Podium"]);
  assert.deepEqual(chartFaults(chart), []);
});

Deno.test("a chair drawn as a block of lines is one seat, in as many places as it is inserted", () => {
  const side = (
    x: number,
    y: number,
    toX: number,
    toY: number,
  ) => [0, "LINE", 8, 0, 10, x, 20, y, 30, 0, 11, toX, 21, toY, 31, 0];
  const chair = [...side(0, 0, 1, 0), ...side(1, 0, 1, 1), ...side(1, 1, 0, 1), ...side(0, 1, 0, 0)];
  const { chart } = imported(
    "dxf",
    dxf(
      [
        ...dxfBlock("CHAIR", ...chair),
        ...dxfBlock("ROW", ...dxfInsert("CHAIR", 0, 0), ...dxfInsert("CHAIR", 1.2, 0)),
      ],
      [...dxfInsert("ROW", 0, 0), ...dxfInsert("CHAIR", 0, -2, 70, 4, 71, 2, 44, 1.2, 45, -2)],
    ),
  );
  assert.equal(chart.seatCount, 10);
  assert.deepEqual([...Map.groupBy(chart.seats, ({ row }) => row).values()].map(({ length }) => length), [
    2,
    4,
    4,
  ]);
});

Deno.test("inserts are counted before they are expanded", () => {
  const blocks = Array.from(
    { length: 30 },
    (_, n) => dxfBlock(`B${n + 1}`, ...dxfInsert(`B${n}`, 0, 0), ...dxfInsert(`B${n}`, 9, 9)),
  ).flat();
  assert.deepEqual(
    faultsOf("dxf", dxf([...dxfBlock("B0", ...dxfCircle(0, 0)), ...blocks], dxfInsert("B30", 0, 0))),
    [{ code: "too-many-shapes" }],
  );
  const array = dxfInsert("B0", 0, 0, 70, 30_000, 71, 30_000);
  assert.deepEqual(faultsOf("dxf", dxf(dxfBlock("B0", ...dxfCircle(0, 0)), array)), [{
    code: "too-many-shapes",
  }]);
  assert.deepEqual(faultsOf("dxf", dxf(dxfBlock("A", ...dxfInsert("A", 1, 1)), dxfInsert("A", 0, 0))), [
    { code: "too-deep" },
  ]);
  assert.deepEqual(faultsOf("dxf", "not a drawing").map(({ code }) => code), ["not-understood"]);
  assert.deepEqual(faultsOf("dxf", dxf([], [])), [{ code: "no-seats-drawn" }]);
});

Deno.test("whatever a drawing contains, importing it ends with a chart or a reason", () => {
  const piece = fc.constantFrom(
    ...[
      "<g>",
      "</g>",
      '<use href="#a"/>',
      '<circle id="a" cx="1" cy="2" r="3"/>',
      "<text>1</text>",
      "<path d='M0 0L9 9a1'/>",
    ],
    ...['<rect width="1e9" height="1e9"/>', '<g transform="matrix(1 0 0)">', "</svg>", "&lt;", "<!--", "]]>"],
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    importChart({ format: "svg", content: svg(...pieces), names });
  }));
  const group = fc.tuple(
    fc.constantFrom(0, 8, 10, 20, 40, 70),
    fc.constantFrom(0, 1, -2.5, "CIRCLE", "INSERT", "LWPOLYLINE", "TEXT", "BLOCK", "ENDSEC", "EOF", "x"),
  );
  fc.assert(fc.property(fc.array(group, { maxLength: 40 }), (groups) => {
    importChart({ format: "dxf", content: dxf([], groups.flat()), names });
  }));
});
