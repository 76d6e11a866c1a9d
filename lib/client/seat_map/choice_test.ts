import assert from "node:assert/strict";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { until } from "@/lib/testing/until.ts";
import { Choice } from "./choice.ts";
import { KnownSeats } from "./known_seats.ts";
import type { MapEvent, Message } from "./map_event.ts";
import { fakeServer, holdOf, smallEvent, smallHall } from "./testing.ts";

const seat = (number: number) => `Stalls-A-${number}`;
const seats = (...numbers: number[]) => numbers.map(seat);

/** A choice on the small hall. `row`: the seats' statuses, one letter each; the standing places are free. */
function choiceOn({ row = "aaaaaaaaaa", event = smallEvent, hold = null, taken = [], isOffline = false }: {
  row?: string;
  event?: MapEvent;
  hold?: HoldView | null;
  taken?: string[];
  isOffline?: boolean;
} = {}) {
  const known = new KnownSeats(event, "en", wordsIn("en"));
  known.hall = smallHall();
  known.statuses = [...`${row}aaa`] as SeatStatus[];
  known.mine = new Set(known.indexesOf(hold?.seats.map(({ id }) => id) ?? []));
  const server = fakeServer({ taken });
  const seen = {
    chosen: [] as string[],
    lost: [] as number[],
    isWorking: false,
    messages: [] as (Message | null)[],
    said: [] as string[],
    shown: [] as number[][],
    expired: [] as string[],
    responses: 0,
  };
  let found: string[] = [];
  const choice = new Choice({
    known,
    hold,
    memory: {
      found: () => found,
      rememberFound: (ids) => found = ids,
      rememberExpired: (ids) => seen.expired = ids,
    },
    fetch: server.fetch,
    onChange({ seats, isWorking, lost }) {
      seen.chosen = seats.map(({ id }) => id);
      seen.isWorking = isWorking;
      seen.lost.push(...lost);
      known.mine = new Set(known.indexesOf(seen.chosen));
    },
    onCorrected: () => {},
    onMessage: (message) => seen.messages.push(message),
    announce: (text) => seen.said.push(text),
    show: (indexes) => seen.shown.push([...indexes]),
    onResponse: () => seen.responses++,
    load: (load) => isOffline ? Promise.resolve(null) : load(),
  });
  const responded = (count: number) => until(() => seen.responses, (responses) => responses >= count);
  /** The next message that isn't null. */
  const message = async () =>
    (await until(() => seen.messages.findLast(Boolean), (found) => found !== undefined))!;
  return { choice, known, server, seen, responded, message };
}

Deno.test("a free seat is taken and announced with its price and the total", async () => {
  const { choice, seen, server, responded } = choiceOn();
  choice.toggle(4);
  assert.deepEqual(seen.chosen, seats(5), "at once");
  await responded(1);
  assert.deepEqual(server.requests.map(({ method, seats }) => [method, seats]), [["POST", seats(5)]]);
  assert.deepEqual(seen.said, ["You now have Stalls, row A, seat 5, €1. 1 seat chosen, €1 in total."]);
});

Deno.test("a seat given back is free at once, and that is announced", async () => {
  const { choice, known, seen, server, responded } = choiceOn();
  choice.toggle(4);
  await responded(1);
  known.statuses![4] = "h";
  choice.toggle(4);
  assert.deepEqual([seen.chosen, known.statuses![4]], [[], "a"]);
  await responded(2);
  assert.equal(server.requests.at(-1)!.method, "DELETE");
  assert.equal(seen.said.at(-1), "Given back: Stalls, row A, seat 5. No seats chosen.");
});

Deno.test("choosing a seat that isn't free announces its status and sends no request", () => {
  const { choice, seen, server } = choiceOn({ row: "bhaaaaaaaa" });
  choice.toggle(0);
  choice.toggle(1);
  assert.deepEqual([seen.chosen, server.requests], [[], []]);
  assert.deepEqual(seen.said, [
    "Stalls, row A, seat 1 is taken.",
    "Stalls, row A, seat 2 is in someone’s basket.",
  ]);
});

Deno.test("a lost seat is marked as held, and an equivalent one is offered", async () => {
  const { choice, known, seen, server, message } = choiceOn({ taken: seats(5) });
  choice.toggle(4);
  const { texts: [text], offer } = await message();
  assert.equal(text, "Row A, seat 5 was just taken.");
  assert.deepEqual([seen.chosen, seen.lost, known.statuses![4]], [[], [4], "h"]);
  const [instead] = known.indexesOf(offer!.take);
  assert.ok(instead === 3 || instead === 5, "beside it");
  choice.takeOffer(offer!);
  await until(() => server.requests.at(-1)!.seats, ([first]) => first === offer!.take[0]);
  assert.deepEqual(seen.chosen, offer!.take);
  assert.equal(seen.messages.at(-1), null, "the message is cleared");
});

Deno.test("a new search replaces the previous one's seats and keeps those chosen by hand", async () => {
  const { choice, seen, responded, message } = choiceOn();
  choice.toggle(0);
  await responded(1);
  await choice.takeBest(2, "main");
  await responded(2);
  const [first, ...found] = seen.chosen;
  assert.deepEqual([first, found.length], [seat(1), 2]);
  assert.match((await message()).texts[0], /still have row A, seat 1, which you chose earlier/);
  await choice.takeBest(3, "main");
  await responded(3);
  assert.equal(seen.chosen.length, 4);
  assert.ok(seen.chosen.includes(seat(1)));
});

Deno.test("when others take the best seats first, the next best are tried, a few times", async () => {
  const { choice, seen, server, responded } = choiceOn();
  await choice.takeBest(1, "main");
  await responded(1);
  const [best] = seen.chosen;
  const second = choiceOn({ taken: [best] });
  await second.choice.takeBest(1, "main");
  const chosen = await until(() => second.seen.chosen, ([id]) => id !== undefined && id !== best);
  assert.equal(chosen.length, 1);
  assert.equal(second.seen.messages.findLast(Boolean), undefined, "nothing is refused");

  const unlucky = choiceOn({ taken: seats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
  await unlucky.choice.takeBest(1, "main");
  assert.match((await unlucky.message()).texts[0], /was just taken/);
  assert.equal(unlucky.server.requests.length, 4);
  assert.equal(server.requests.length, 1);
});

Deno.test("too few seats together are reported, and no request is sent", async () => {
  const { choice, server, message } = choiceOn({ row: "abbbbbbbbb" });
  await choice.takeBest(2, "main");
  assert.match((await message()).texts[0], /^There aren’t that many free seats/);
  assert.equal(server.requests.length, 0);
});

Deno.test("places in a standing area are taken and given back one by one", async () => {
  const { choice, seen, responded } = choiceOn();
  choice.changeArea("Pit", 1);
  await responded(1);
  choice.changeArea("Pit", 1);
  await responded(2);
  assert.equal(seen.chosen.length, 2);
  assert.ok(seen.chosen.every((id) => id.startsWith("Pit-")));
  choice.changeArea("Pit", -1);
  await responded(3);
  assert.equal(seen.chosen.length, 1);
});

Deno.test("a choice that leaves an orphan gets an offer to move along by one", async () => {
  const { choice, seen, server, message } = choiceOn();
  choice.toggle(1);
  const { texts: [text], offer } = await message();
  assert.equal(text, "This leaves row A, seat 1 on its own.");
  assert.deepEqual([offer!.take, offer!.giveBack], [seats(1), seats(2)]);
  assert.ok(seen.shown.at(-1)!.includes(0), "the orphan is in view");
  choice.takeOffer(offer!);
  await until(() => server.requests.at(-1)!.seats, ([first]) => first === seat(1));
  assert.deepEqual(seen.chosen, seats(1));
});

Deno.test("where an event refuses orphans, the choice waits and no request is sent", async () => {
  const { choice, seen, server, message, responded } = choiceOn({
    event: { ...smallEvent, orphans: "refuse" },
  });
  choice.toggle(1);
  const { texts: [text], offer } = await message();
  assert.equal(text, "That would leave row A, seat 1 on its own, which this event does not allow.");
  assert.deepEqual([seen.chosen, seen.isWorking, server.requests], [seats(2), true, []]);
  const before = seen.responses;
  choice.takeOffer(offer!);
  await responded(before + 1);
  assert.deepEqual(server.requests.map(({ seats }) => seats), [seats(1)]);
  assert.equal(seen.isWorking, false);
});

Deno.test("an expired hold's seats are remembered, and offered again while free", async () => {
  const hold = holdOf(seats(4, 5));
  const { choice, known, seen, server, message } = choiceOn({ row: "aaabhaaaaa", hold });
  await choice.reload();
  const { offer } = await message();
  assert.deepEqual(seen.expired, seats(4, 5));
  assert.deepEqual([offer!.text, offer!.take], ["Take row A, seat 5 again", seats(5)]);
  known.statuses![4] = "a";
  choice.takeOffer(offer!);
  await until(() => server.requests.at(-1)!, ({ method }) => method === "POST");
  assert.deepEqual(seen.chosen, seats(5));
});

Deno.test("a hold is reloaded when the stream shows one of its seats as booked, not while all are held", async () => {
  const matching = choiceOn({ row: "hhaaaaaaaa", hold: holdOf(seats(1, 2)) });
  matching.choice.check();
  assert.equal(matching.server.requests.length, 0);
  const gone = choiceOn({ row: "hbaaaaaaaa", hold: holdOf(seats(1, 2)) });
  gone.choice.check();
  await gone.message();
  assert.deepEqual(gone.server.requests.map(({ method }) => method), ["GET"]);
  assert.deepEqual(gone.seen.chosen, []);
});

Deno.test("seats given back in another tab disappear without a message", async () => {
  const expiresAt = "2999-01-01T00:00:00Z";
  const { choice, seen } = choiceOn({ hold: { ...holdOf(seats(1, 2)), expiresAt } });
  choice.check();
  await until(() => seen.chosen, (chosen) => chosen.length === 0 && !seen.isWorking);
  assert.deepEqual([seen.messages, seen.expired], [[], []]);
});

Deno.test("without the search module, no request is sent", async () => {
  const { choice, server, seen } = choiceOn({ isOffline: true });
  await choice.takeBest(2, undefined);
  assert.deepEqual([server.requests, seen.messages], [[], []]);
});
