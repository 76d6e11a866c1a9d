import assert from "node:assert/strict";
import fc from "fast-check";
import { withDatabase } from "@/lib/db/testing.ts";
import { dayOf, daysAfter, weekendOf } from "@/lib/format/days.ts";
import { renewSearchColumns, searchColumns } from "@/lib/search/columns.ts";
import { searchPieces } from "@/lib/text/search_words.ts";
import { correctSpelling } from "./correct_spelling.ts";
import { type DatePreset, eventFacets, isListed, searchEvents } from "./search.ts";
import { now, pages, parse, titles } from "./search_testing.ts";
import { insertEvent, insertHall } from "./testing.ts";

Deno.test("search matches all words as prefixes in title, description, venue and city, ignoring case and accents", async () => {
  await withDatabase(async (sql) => {
    const lodz = await insertHall(sql, { name: "Klub Ósmy", city: "Łódź", country: "PL" });
    const brno = await insertHall(sql);
    await insertEvent(sql, lodz, { now, title: "Mgła", description: "Three synthesizers and a drummer." });
    await insertEvent(sql, brno, { now, title: "Drum & Fog", description: "A naïve evening." });

    assert.deepEqual(await titles(sql, { q: "lodz" }), ["Mgła"]);
    assert.deepEqual(await titles(sql, { q: "ŁÓD" }), ["Mgła"]);
    assert.deepEqual(await titles(sql, { q: "osmy mgla synth" }), ["Mgła"]);
    assert.deepEqual(await titles(sql, { q: "mgla drum fog" }), []);
    assert.deepEqual(await titles(sql, { q: "naive svet" }), ["Drum & Fog"]);
    assert.deepEqual((await titles(sql, { q: "drum" })).toSorted(), ["Drum & Fog", "Mgła"]);
    assert.deepEqual(await titles(sql, { q: "rum" }), []);
    assert.deepEqual((await titles(sql, { q: " &|! " })).length, 2);
  });
});

Deno.test("whatever its title, an event is found by a prefix of each of its words", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    const anyTitle = fc.string({ unit: "grapheme", minLength: 1, maxLength: 25 })
      .filter((title) => !title.includes("\0"));
    await fc.assert(
      fc.asyncProperty(anyTitle, fc.nat(), async (title, cut) => {
        const id = await insertEvent(sql, hall, { now, title });
        for (const { text } of searchPieces(title)) {
          const q = [...text].slice(0, 1 + cut % text.length).join("");
          const { items: events } = await searchEvents(sql, parse({ q, limit: 100 }), now);
          assert.ok(events.some((event) => event.id === id), `${q} should find ${title}`);
        }
        await sql`delete from events`;
      }),
      { numRuns: 60 },
    );
  });
});

Deno.test("drafts and past events are not listed; cancelled ones are", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    await insertEvent(sql, hall, { now, title: "Draft", status: "draft" });
    await insertEvent(sql, hall, { now, title: "Cancelled", status: "cancelled" });
    const startsAt = new Date(now - 7_200_000);
    await insertEvent(sql, hall, { now, title: "Over", startsAt, endsAt: new Date(now) });
    await insertEvent(sql, hall, { now, title: "Running", startsAt, endsAt: new Date(now + 1) });
    assert.deepEqual(await titles(sql, {}), ["Running", "Cancelled"]);
  });
});

Deno.test("days are in the venue's time zone, both ends included", async () => {
  await withDatabase(async (sql) => {
    const tokyo = await insertHall(sql, { city: "Tokyo", timeZone: "Asia/Tokyo" });
    const newYork = await insertHall(sql, { city: "New York", timeZone: "America/New_York" });
    const insertAt = (title: string, startsAt: string, hall = tokyo) =>
      insertEvent(sql, hall, { now, title, startsAt: new Date(startsAt) });
    await insertAt("Tokyo, last minute of the 9th", "2026-06-09T14:59:00Z");
    await insertAt("Tokyo, midnight of the 10th", "2026-06-09T15:00:00Z");
    await insertAt("New York, last minute of the 10th", "2026-06-11T03:59:00Z", newYork);
    await insertAt("New York, midnight of the 11th", "2026-06-11T04:00:00Z", newYork);

    assert.deepEqual(await titles(sql, { from: "2026-06-10", to: "2026-06-10" }), [
      "Tokyo, midnight of the 10th",
      "New York, last minute of the 10th",
    ]);
    assert.deepEqual(await titles(sql, { to: "2026-06-09" }), ["Tokyo, last minute of the 9th"]);
    assert.deepEqual(await titles(sql, { from: "2026-06-11" }), ["New York, midnight of the 11th"]);
    assert.deepEqual(
      await titles(sql, { from: "0000-01-01", to: "9999-12-31", city: "tokyo" }).then((t) => t.length),
      2,
    );
  });
});

Deno.test("a city is matched whole, ignoring case", async () => {
  await withDatabase(async (sql) => {
    const lodz = await insertHall(sql, { city: "Łódź", country: "PL" });
    await insertEvent(sql, lodz, { now, title: "Mgła", type: "film" });
    assert.deepEqual(await titles(sql, { city: "ŁÓDŹ" }), ["Mgła"]);
    assert.deepEqual(await titles(sql, { city: "Łód" }), []);
    assert.deepEqual(await titles(sql, { city: "Łódź", type: "film" }), ["Mgła"]);
    assert.deepEqual(await titles(sql, { city: "Łódź", type: "concert" }), []);
  });
});

Deno.test("all spellings of a city share one facet and find the events that it counts", async () => {
  const spellings = [
    "İstanbul",
    "istanbul",
    "ISTANBUL",
    "Πάτρας",
    "ΠΆΤΡΑΣ",
    "Gießen",
    "GIESSEN",
    "Orle\u0301ans",
  ];
  await withDatabase(async (sql) => {
    for (const city of spellings) {
      await insertEvent(sql, await insertHall(sql, { city }), { now, title: city });
    }
    const { cities } = await eventFacets(sql, {}, now);
    assert.deepEqual(cities.map(({ count }) => count), [2, 3, 1, 2]);
    for (const { city, count } of cities) {
      assert.equal((await titles(sql, { city })).length, count, city);
    }
    for (const city of [...spellings, "İSTANBUL", "gieẞen", "Orléans", "πάτρας"]) {
      const { total } = await eventFacets(sql, { city }, now);
      assert.equal((await titles(sql, { city })).length, total, city);
      assert.ok(total > 0, city);
    }
  });
});

Deno.test("today, the weekend and the next 30 days follow the venue's calendar", async () => {
  const starts = fc.integer({ min: 0, max: 40 * 24 }).map((hours) => hours * 3_600_000);
  const moments = fc.record({
    timeZone: fc.constantFrom("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/New_York"),
    // Across both clock changes.
    now: fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => Date.UTC(2026, 0, 1) + minutes * 60_000),
    after: fc.oneof(starts, starts.map((ms) => ms % (8 * 24 * 3_600_000))),
  });
  await withDatabase(async (sql) => {
    await fc.assert(
      fc.asyncProperty(moments, async ({ timeZone, now, after }) => {
        const hall = await insertHall(sql, { timeZone });
        await insertEvent(sql, hall, { now, startsAt: new Date(now + after) });
        const today = dayOf(now, timeZone);
        const day = dayOf(now + after, timeZone);
        const { from, to } = weekendOf(today);
        const expected: Record<DatePreset, boolean> = {
          today: day === today,
          weekend: from <= day && day <= to,
          "next-30-days": day <= daysAfter(today, 30),
        };
        for (const [when, isFound] of Object.entries(expected)) {
          const { items } = await searchEvents(sql, parse({ when }), now);
          assert.equal(items.length === 1, isFound, when);
        }
        await sql`delete from events`;
      }),
      { numRuns: 100 },
    );
  });
});

Deno.test("the best match comes first: words in the title, then in venue or city, then in the description; then by date", async () => {
  await withDatabase(async (sql) => {
    const [brno, fogHall] = [await insertHall(sql), await insertHall(sql, { name: "The Fog", city: "Oslo" })];
    const day = (days: number) => new Date(now + days * 86_400_000);
    await insertEvent(sql, brno, { now, title: "Text", description: "All about fog.", startsAt: day(1) });
    await insertEvent(sql, fogHall, { now, title: "Venue", startsAt: day(2) });
    await insertEvent(sql, brno, { now, title: "Later fog", startsAt: day(4) });
    await insertEvent(sql, brno, { now, title: "Foggy", description: "Fog fog fog.", startsAt: day(5) });
    await insertEvent(sql, fogHall, { now, title: "Fog", startsAt: day(3) });
    const order = ["Fog", "Later fog", "Foggy", "Venue", "Text"];
    assert.deepEqual(await titles(sql, { q: "fog" }), order);
    assert.deepEqual(await titles(sql, { q: "fog oslo" }), ["Fog", "Venue"]);
    assert.deepEqual((await pages(sql, { q: "fog", limit: 2 })).flat(), order);
    assert.deepEqual(await titles(sql, { q: "fog", sort: "date" }), [
      "Text",
      "Venue",
      "Fog",
      "Later fog",
      "Foggy",
    ]);
    assert.deepEqual(
      await titles(sql, { sort: "relevance" }),
      await titles(sql, {}),
      "without words, by date",
    );
  });
});

Deno.test("a mistyped word is corrected to the nearest one that a listed event has", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql, { name: "Konzerthaus", city: "Wien" });
    await insertEvent(sql, hall, { now, title: "Beethoven: Große Fuge" });
    await insertEvent(sql, hall, { now, title: "Bethesda", status: "draft" });
    const over = new Date(now - 10_000);
    await insertEvent(sql, hall, {
      now,
      title: "Bathhouse",
      startsAt: new Date(now - 20_000),
      endsAt: over,
    });
    const corrected = (q: string) => correctSpelling(sql, q, now);
    assert.equal(await corrected("bethoven"), "beethoven");
    assert.equal(await corrected("Betho"), "beethoven", "while it is typed");
    assert.equal(await corrected("GROSE füge wien"), "grosse fuge wien");
    assert.equal(await corrected("bethesd"), null, "drafts are not revealed");
    assert.equal(await corrected("bathhous"), null, "past events are not offered");
    assert.equal(await corrected("beethoven"), null, "it is already correct");
    assert.equal(await corrected("beethoven zither"), null);
    assert.equal(await corrected("  &! "), null);
    assert.equal(await corrected("betho ".repeat(30)), null);
  });
});

Deno.test("words of changed events are recorded too", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    const id = await insertEvent(sql, hall, { now, title: "Draft title" });
    const columns = searchColumns({ title: "Shostakovich", description: "" }, hall);
    await sql`update events set ${sql(columns)} where id = ${id}`;
    assert.equal(await correctSpelling(sql, "shostakovitch", now), "shostakovich");
  });
});

Deno.test("every script can be searched", async () => {
  await withDatabase(async (sql) => {
    const tokyo = await insertHall(sql, { name: "新宿劇場", city: "東京", country: "JP" });
    const bangkok = await insertHall(sql, { name: "โรงละครแห่งชาติ", city: "กรุงเทพ", country: "TH" });
    await insertEvent(sql, tokyo, { now, title: "ハスの花", description: "夏の夜のバス" });
    await insertEvent(sql, tokyo, { now, title: "バス停の歌" });
    await insertEvent(sql, bangkok, { now, title: "เพลงรัก" });
    await insertEvent(sql, bangkok, { now, title: "Sinéad O'Connor" });
    await insertEvent(sql, bangkok, { now, title: "AC/DC", description: "서울재즈페스티벌" });
    const sorted = async (q: string) => (await titles(sql, { q })).toSorted();
    assert.deepEqual(await titles(sql, { q: "ハス" }), ["ハスの花"]);
    assert.deepEqual(await titles(sql, { q: "バス" }), ["バス停の歌", "ハスの花"], "the title first");
    assert.deepEqual(await sorted("劇場"), ["ハスの花", "バス停の歌"]);
    assert.deepEqual(await titles(sql, { q: "停の歌" }), ["バス停の歌"]);
    assert.deepEqual(await titles(sql, { q: "歌の停" }), []);
    assert.deepEqual(await titles(sql, { q: "รัก" }), ["เพลงรัก"]);
    assert.deepEqual(await sorted("ละครแห่ง"), ["AC/DC", "Sinéad O'Connor", "เพลงรัก"]);
    for (const q of ["oconnor", "o'connor", "O’Connor sinead", "connor"]) {
      assert.deepEqual(await titles(sql, { q }), ["Sinéad O'Connor"], q);
    }
    for (const q of ["acdc", "ac/dc", "AC DC", "재즈"]) {
      assert.deepEqual(await titles(sql, { q }), ["AC/DC"], q);
    }
    const { total } = await eventFacets(sql, { q: "劇場" }, now);
    assert.equal(total, 2);
  });
});

Deno.test("mistyped words are corrected next to scripts without spaces, and Korean ones by their sounds", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql, { name: "新宿劇場", city: "東京" });
    await insertEvent(sql, hall, { now, title: "Beethoven AC/DC", description: "베토벤의 밤" });
    const corrected = (q: string) => correctSpelling(sql, q, now);
    assert.equal(await corrected("bethoven 劇場"), "beethoven 劇場");
    assert.equal(await corrected("bethoven 演劇"), null);
    assert.equal(await corrected("배토벤"), "베토벤의");
    assert.equal(await corrected("acddc"), "acdc");
    const pairs = await sql`select from search_words where word like '~%'`;
    assert.equal(pairs.length, 0, "pairs of letters are not offered");
  });
});

Deno.test("events written by an older version are found once reindexed, and are otherwise unchanged", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    const ids = [];
    for (const title of ["新宿劇場", "AC/DC"]) ids.push(await insertEvent(sql, hall, { now, title }));
    await sql`update events set search_text = 'old', title_key = '', search_version = 0`;
    const revisions = () => sql`select id, revision, updated_at from events order by id`;
    const before = await revisions();
    assert.deepEqual(await titles(sql, { q: "劇場" }), []);
    let renewed = 0;
    while (await renewSearchColumns(sql)) renewed++;
    assert.equal(renewed, 2);
    assert.deepEqual(await titles(sql, { q: "劇場" }), ["新宿劇場"]);
    assert.deepEqual(await titles(sql, { q: "acdc", sort: "title" }), ["AC/DC"]);
    assert.deepEqual([...await revisions()], [...before]);
  });
});

Deno.test("words, pairs of letters and events to reindex are found by an index", async () => {
  await withDatabase(async (sql) => {
    const hall = await insertHall(sql);
    const id = await insertEvent(sql, hall, { now, title: "x" });
    const columns = searchColumns({ title: "夜の音楽", description: "何か" }, hall);
    await sql`
      insert into events (id, slug, type, title, description, venue_id, chart_id, chart_version, status, starts_at, ends_at,
        currency, max_seats_per_buyer, seat_count, title_key, search_text, search_version)
      select uuidv7(), 'copy-' || n, type, title, description, venue_id, chart_id, chart_version, status, starts_at, ends_at,
        currency, max_seats_per_buyer, seat_count, ${columns.titleKey}, ${columns.searchText}, ${columns.searchVersion}
      from events, generate_series(1, 3000) as n where id = ${id}`;
    await insertEvent(sql, hall, { now, title: "新宿劇場" });
    await sql`vacuum analyze events`;
    const planOf = async (query: ReturnType<typeof sql>) =>
      (await sql<{ "QUERY PLAN": string }[]>`explain ${query}`).map((row) => Object.values(row)[0]).join(
        "\n",
      );
    for (const q of ["劇場", "新宿劇", "oconnor", "o'connor"]) {
      const plan = await planOf(sql`select from events e where ${isListed(sql, { q }, now)}`);
      assert.match(plan, /Index Scan on events_search\b/, q);
    }
    const plan = await planOf(
      sql`select from events where search_version < 1 order by search_version limit 1`,
    );
    assert.match(plan, /using events_search_version/);
  });
});

Deno.test("facets count what the list would show for each city or type", async () => {
  await withDatabase(async (sql) => {
    const [brno, lodz] = [await insertHall(sql), await insertHall(sql, { city: "Łódź" })];
    await insertEvent(sql, brno, { now, type: "film" });
    await insertEvent(sql, brno, { now, title: "Fog" });
    await insertEvent(sql, lodz, { now, title: "Fog", startsAt: new Date(now + 7 * 24 * 3_600_000) });
    await insertEvent(sql, lodz, { now, status: "draft" });
    const facets = (query: Parameters<typeof eventFacets>[1]) => eventFacets(sql, query, now);
    assert.deepEqual(await facets({}), {
      total: 3,
      cities: [{ city: "Brno", count: 2 }, { city: "Łódź", count: 1 }],
      types: [{ type: "concert", count: 2 }, { type: "film", count: 1 }],
    });
    assert.deepEqual(await facets({ city: "BRNO", type: "film" }), {
      total: 1,
      cities: [{ city: "Brno", count: 1 }, { city: "Łódź", count: 0 }],
      types: [{ type: "concert", count: 1 }, { type: "film", count: 1 }],
    });
    assert.deepEqual(await facets({ q: "fog", to: "2026-06-03" }), {
      total: 1,
      cities: [{ city: "Brno", count: 1 }],
      types: [{ type: "concert", count: 1 }, { type: "film", count: 0 }],
    });
  });
});
