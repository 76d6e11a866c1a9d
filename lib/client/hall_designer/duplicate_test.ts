import assert from "node:assert/strict";
import { rectangle } from "@/lib/charts/geometry.ts";
import { HallDocument } from "./document.ts";
import { duplicated } from "./duplicate.ts";
import { makeArea, makeRows, makeTable } from "./make.ts";
import { around } from "./selection.ts";

function hall() {
  let made = 0;
  const newId = () => `id-${++made}`;
  const zones = [{ id: "z", name: "Z", colour: 1 }];
  const document = new HallDocument({
    width: 900,
    height: 900,
    zones,
    sections: [],
    seats: [],
    areas: [],
    shapes: [],
  });
  const naming = { zone: "z", firstRow: "A", skipsIAndO: true, numbering: "left-to-right" } as const;
  document.apply(
    makeRows(
      document,
      { at: [300, 200], rows: 2, seats: 4 },
      { ...naming, section: { name: "Stalls" } },
      newId,
    )!,
  );
  document.apply(
    makeTable(
      document,
      { at: [600, 500], seats: { around: 4 } },
      { name: "Table 1", label: "1", zone: "z" },
      newId,
    ),
  );
  document.apply(
    makeArea(document, rectangle(200, 700, 100, 60), { name: "Floor", zone: "z", capacity: 5 }, newId),
  );
  const slotOf = (section: string) =>
    document.lists.seats.slotOf(document.lists.seats.live().find((seat) => seat.section === section)!.id)!;
  return { document, newId, slotOf };
}

Deno.test("a section copied whole becomes a new one, with the same rows", () => {
  const { document, newId, slotOf } = hall();
  const { ops, keys } = duplicated(document, around(document, slotOf("Stalls"), "section"), [30, 40], newId);
  document.apply(ops);
  const copy = document.lists.sections.get("Stalls 2")!;
  assert.equal(copy.name, "Stalls 2");
  const seats = document.lists.seats.live().filter(({ section }) => section === "Stalls 2");
  assert.deepEqual([...new Set(seats.map(({ row }) => row))], ["A", "B"]);
  assert.equal(keys.length, 8);
});

Deno.test("a row copied out of its section stays in it, with the next free letter", () => {
  const { document, newId, slotOf } = hall();
  document.apply(duplicated(document, around(document, slotOf("Stalls"), "row"), [0, 56], newId).ops);
  const rows = document.lists.seats.live().filter(({ section }) => section === "Stalls").map(({ row }) =>
    row
  );
  assert.deepEqual([...new Set(rows)], ["A", "B", "C"]);
});

Deno.test("a table is copied with its seats, and an area with its places", () => {
  const { document, newId, slotOf } = hall();
  const table = around(document, slotOf("Table 1"), "section");
  const both = { seats: table.seats, others: new Set([...table.others, "areas/Floor"]) };
  const { ops, keys } = duplicated(document, both, [100, 0], newId);
  document.apply(ops);
  assert.equal(document.lists.seats.live().filter(({ section }) => section === "Table 1 2").length, 4);
  assert.equal(document.lists.seats.live().filter(({ area }) => area === "Floor 2").length, 5);
  assert.equal(document.lists.areas.get("Floor 2")!.capacity, 5);
  assert.equal(document.lists.shapes.live().length, 2);
  assert.deepEqual(
    keys.filter((key) => !key.startsWith("seats/")).length,
    2,
    "the places are not selected one by one",
  );
});
