import assert from "node:assert/strict";
import type { Polygon } from "@/lib/charts/chart.ts";
import { indexChart } from "@/lib/charts/chart_index.ts";
import { chartFaults } from "@/lib/charts/faults.ts";
import { contains } from "@/lib/charts/geometry.ts";
import { chartToSvg } from "@/lib/charts/svg.ts";
import { arena, cinema, club, festival, studio, theatre, type Venue, venues } from "./mod.ts";

function standingCount(venue: Venue): number {
  return venue.chart().areas.reduce((sum, area) => sum + area.capacity, 0);
}

for (const venue of venues) {
  Deno.test(`${venue.name} has a valid chart in which no two seats overlap`, () => {
    const chart = venue.chart();
    assert.deepEqual(chartFaults(chart), []);
    assert.doesNotThrow(() => new Intl.DateTimeFormat("en", { timeZone: venue.timeZone }));
  });

  Deno.test(`${venue.name} has its stage or screen above all seats`, () => {
    const chart = venue.chart();
    const stage = chart.shapes.find((shape) => shape.kind === "stage" || shape.kind === "screen");
    assert.ok(stage && "polygon" in stage);
    assert.ok(Math.min(...stage.polygon.map(([, y]) => y)) <= Math.min(...chart.seats.map((seat) => seat.y)));
  });

  Deno.test(`${venue.name} has no labelled shape on its stage or screen`, () => {
    const shapes = venue.chart().shapes.filter((shape) => "polygon" in shape && shape.label !== undefined);
    const isStage = ({ kind }: { kind: string }) => kind === "stage" || kind === "screen";
    const reach = (one: Polygon, other: Polygon) => one.some(([x, y]) => contains(other, { x, y }));
    for (const stage of shapes.filter(isStage)) {
      for (const named of shapes.filter((shape) => !isStage(shape))) {
        if (!("polygon" in stage && "polygon" in named)) continue;
        const clash = reach(stage.polygon, named.polygon) || reach(named.polygon, stage.polygon);
        assert.ok(!clash, `${named.label}`);
      }
    }
  });
}

Deno.test("the six halls have the sizes that the sample data relies on", () => {
  assert.equal(arena.chart().seatCount, 12_000);
  assert.equal(festival.chart().seatCount, 5_000);
  assert.equal(studio.chart().seatCount, 60);
  assert.equal(club.chart().seatCount, 400);
  assert.equal(standingCount(club), 400);
  assert.equal(standingCount(festival), 4_600);
  assert.equal(standingCount(arena), 2_016);
  assert.ok(theatre.chart().seatCount <= 500 && theatre.chart().seatCount >= 460);
  assert.ok(cinema.chart().seatCount >= 170 && cinema.chart().seatCount <= 190);
});

Deno.test("every wheelchair place of the cinema and the theatre has a companion seat beside it", () => {
  for (const venue of [cinema, theatre]) {
    const { chart, runs } = indexChart(venue.chart());
    const flags = (seat?: number) => seat === undefined ? [] : chart.seats[seat].flags;
    const places = runs.flatMap((run) =>
      run.map((seat, position) => ({ seat, beside: [run[position - 1], run[position + 1]] }))
    ).filter(({ seat }) => flags(seat).includes("accessible"));
    assert.ok(places.length >= 2);
    for (const { beside } of places) assert.ok(beside.some((seat) => flags(seat).includes("companion")));
  }
});

Deno.test("recliners come in pairs", () => {
  const { chart, runs } = indexChart(cinema.chart());
  const recliners = runs.filter((run) => chart.seats[run[0]].section === "Recliners");
  assert.equal(recliners.length, 24);
  assert.ok(recliners.every((run) => run.length === 2));
});

/** How many marks there are in the paths of a class. */
function marksOf(svg: string, className: RegExp): number {
  const paths = [...svg.matchAll(/<path class="([^"]*)"[^>]* d="([^"]*)"/g)];
  return paths.filter(([, name]) => className.test(name)).map(([, , marks]) => marks).join("").split("M")
    .length - 1;
}

Deno.test("the static picture has a mark for every seat of a small hall and every section of a large one", () => {
  assert.equal(marksOf(chartToSvg(studio.chart()), /^zone-. (dots|accessible)$/), 60);
  const large = arena.chart();
  assert.equal(chartToSvg(large).match(/class="zone-. block"/g)?.length, large.sections.length);
});

Deno.test("the static picture shows which seats are free, held, booked and not for sale", () => {
  const svg = chartToSvg(studio.chart(), { statuses: "hbbxxx".padEnd(60, "a") });
  assert.equal(marksOf(svg, /^zone-/), 54);
  assert.equal(marksOf(svg, /^held$/), 1);
  assert.equal(marksOf(svg, /^taken dots$/), 2);
  const large = arena.chart();
  const taken = large.seats.map(({ section }) => section === "101" || section === "Pit" ? "b" : "a").join("");
  const blocks = chartToSvg(large, { statuses: taken });
  assert.equal(blocks.match(/class="taken block"/g)?.length, 2);
  assert.equal(blocks.match(/class="zone-. block"/g)?.length, large.sections.length - 2);
});

Deno.test("the static picture has few elements, however many seats it draws", () => {
  const svg = chartToSvg(theatre.chart());
  assert.ok(svg.match(/<\w/g)!.length < 40);
});

Deno.test("names are escaped in the static picture", () => {
  const chart = studio.chart();
  chart.shapes.push({ kind: "text", at: [1, 1], text: `<b> & "c"`, size: 10, turn: 0 });
  assert.ok(chartToSvg(chart).includes("&#60;b&#62; &#38; &#34;c&#34;"));
});
