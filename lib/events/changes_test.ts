import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { inWords, type TimeAndPlace } from "./changes.ts";

const was: TimeAndPlace = {
  startsAt: "2026-12-04T19:00:00Z",
  endsAt: "2026-12-04T21:00:00Z",
  doorsAt: null,
  chartId: "0199f0a0-0000-7000-8000-000000000003",
  hall: "Large hall",
  venue: { name: "Teatr Wielki", city: "Łódź", timeZone: "Europe/Warsaw" },
};

const sentence = (changes: Partial<TimeAndPlace>) =>
  inWords(wordsIn("en").eventChange, { was, became: { ...was, ...changes } }, "en-GB").sentence;

Deno.test("a change names only what differs: the end, the doors or the hall", () => {
  assert.equal(
    sentence({ endsAt: "2026-12-04T22:00:00Z" }),
    "Changed from ending Friday, 4 December 2026 at 22:00 to ending Friday, 4 December 2026 at 23:00",
  );
  assert.equal(sentence({ doorsAt: "2026-12-04T18:00:00Z" }), "Changed from no door time to doors at 19:00");
  assert.equal(
    sentence({ chartId: "0199f0a0-0000-7000-8000-000000000004", hall: "Teatr Wielki" }),
    "Moved from Large hall, Teatr Wielki, Łódź to Teatr Wielki, Łódź",
  );
});

Deno.test("a change of everything lists the start, the doors and the hall but not the end", () => {
  const became = {
    startsAt: "2026-12-05T19:00:00Z",
    endsAt: "2026-12-05T21:00:00Z",
    doorsAt: "2026-12-05T18:00:00Z",
    chartId: "0199f0a0-0000-7000-8000-000000000004",
    hall: "Small hall",
  };
  assert.equal(
    sentence(became),
    "Moved from Friday, 4 December 2026 at 20:00, no door time, Large hall, Teatr Wielki, Łódź to " +
      "Saturday, 5 December 2026 at 20:00, doors at 19:00, Small hall, Teatr Wielki, Łódź",
  );
});
