import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleEvents } from "@/lib/demo/events.ts";
import { assignMotifs, chooseMotif, type NearbyMotifs, spreadMotifs } from "./choose_motif.ts";
import { motifs } from "./motifs.ts";

interface Dated {
  id: string;
  type: "concert" | "film";
  city: string;
  day: number;
}

/** A season of events on distinct days, in the order in which they are published. */
const season = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    type: fc.constantFrom("concert" as const, "film" as const),
    city: fc.constantFrom("Leeds", "Porto", "Brno"),
    day: fc.nat(400),
  }),
  { maxLength: 80, selector: ({ day }) => day },
);

/** Publishes events one after another, given those before. */
function publish(events: Dated[]): Map<string, string> {
  const chosen = new Map<string, string>();
  const published: Dated[] = [];
  for (const event of events) {
    const others = published.filter(({ type }) => type === event.type).toSorted((a, b) => a.day - b.day);
    const sides = (of: Dated[]): Pick<NearbyMotifs, "before" | "after"> => ({
      before: of.filter(({ day }) => day < event.day).reverse().map(({ id }) => chosen.get(id)!),
      after: of.filter(({ day }) => day > event.day).map(({ id }) => chosen.get(id)!),
    });
    const city = sides(others.filter(({ city }) => city === event.city));
    chosen.set(event.id, chooseMotif(event, { ...sides(others), city }));
    published.push(event);
  }
  return chosen;
}

/** Fails if two of `row` consecutive events by date share a motif. */
function assertNoneTwice(events: Dated[], chosen: Map<string, string>, row: number): void {
  const list = events.toSorted((a, b) => a.day - b.day);
  for (let first = 0; first + 1 < list.length; first++) {
    const shown = list.slice(first, first + row).map(({ id }) => chosen.get(id));
    assert.equal(new Set(shown).size, shown.length, `${shown} from ${first}`);
  }
}

Deno.test("no two of four events in a row share a motif, in whatever order a season was published", () => {
  fc.assert(fc.property(season, (events) => {
    const chosen = publish(events);
    assertNoneTwice(events, chosen, 4);
    for (const type of ["concert", "film"]) {
      assertNoneTwice(events.filter((event) => event.type === type), chosen, 4);
    }
  }));
});

Deno.test("in a season published in date order, six of a type in a row differ", () => {
  fc.assert(fc.property(season, (events) => {
    const chosen = publish(events.toSorted((a, b) => a.day - b.day));
    for (const type of ["concert", "film"]) {
      const ofType = events.filter((event) => event.type === type);
      assertNoneTwice(ofType, chosen, 6);
    }
  }));
});

Deno.test("no row of cards of the sample season repeats a motif", () => {
  const events = sampleEvents.map(({ title, type, venue, day }) => ({
    // Some titles have several dates.
    id: `${title} ${day}`,
    type,
    city: venue.city,
    day,
  }));
  const chosen = assignMotifs(
    events.map((event) => ({ ...event, startsAt: new Date(event.day * 86_400_000) })),
  );
  assertNoneTwice(events, chosen, 4);
  for (const type of ["concert", "film"] as const) {
    const ofType = events.filter((event) => event.type === type);
    assertNoneTwice(ofType, chosen, 6);
    for (const city of new Set(events.map(({ city }) => city))) {
      assertNoneTwice(ofType.filter((event) => event.city === city), chosen, 4);
    }
  }
});

Deno.test("a list in any order is spread so that no two of four in a row share a motif, and keeps all events", () => {
  const motif = fc.record({ id: fc.uuid(), motif: fc.constantFrom(...motifs.film.map(({ name }) => name)) });
  fc.assert(fc.property(fc.array(motif, { maxLength: 12 }), (picked) => {
    const events = picked.map(({ id, motif }) => {
      return { id, type: "film" as const, poster: { motif, artwork: null } };
    });
    const spread = spreadMotifs(events);
    assert.deepEqual(new Set(spread), new Set(events));
    const repeats = Math.max(
      0,
      ...Object.values(Object.groupBy(picked, ({ motif }) => motif)).map((same) => same!.length),
    );
    if (repeats > 1) return;
    assert.deepEqual(spread, events, "nothing to spread");
  }));
  const film = (id: string, motif: string) => ({
    id,
    type: "film" as const,
    poster: { motif, artwork: null },
  });
  const spread = spreadMotifs([
    film("1", "eye"),
    film("2", "eye"),
    film("3", "frames"),
    film("4", "horizon"),
    film("5", "curtain"),
  ]);
  assert.deepEqual(spread.map(({ id }) => id), ["1", "3", "4", "5", "2"]);
});

Deno.test("events with artwork never share a picture, so they keep their positions", () => {
  const artwork = { id: "a" };
  const events = ["1", "2"].map((id) => ({ id, type: "film" as const, poster: { motif: "eye", artwork } }));
  assert.deepEqual(spreadMotifs(events), events);
});
