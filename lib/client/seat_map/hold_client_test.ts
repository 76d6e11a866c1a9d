import assert from "node:assert/strict";
import type { HoldView } from "@/lib/board/hold_view.ts";
import { HoldClient, type Refusal } from "./hold_client.ts";
import { fakeServer, holdOf } from "./testing.ts";

function clientOf(
  server: ReturnType<typeof fakeServer>,
  hold: HoldView | null = null,
  canSubmit?: (seats: string[]) => Promise<boolean>,
) {
  const refusals: Refusal[] = [];
  const client = new HoldClient({
    eventId: "event",
    hold,
    fetch: server.fetch,
    canSubmit,
    onChange: () => {},
    onRefusal: (refusal) => refusals.push(refusal),
  });
  return { client, refusals, held: () => client.hold?.seats.map(({ id }) => id) ?? [] };
}

Deno.test("the first seat creates a hold, the next changes it, and giving back the last ends it", async () => {
  const server = fakeServer();
  const { client, held } = clientOf(server);
  await client.change({ add: ["1"] });
  await client.change({ add: ["2"] });
  assert.deepEqual(held(), ["1", "2"]);
  await client.change({ remove: ["1", "2"] });
  assert.equal(client.hold, null);
  assert.deepEqual(server.requests.map(({ method }) => method), ["POST", "PUT", "DELETE"]);
});

Deno.test("wanted seats show before the server responds", async () => {
  const server = fakeServer({ waits: true });
  const { client } = clientOf(server);
  const done = client.change({ add: ["1"] });
  assert(client.wanted.has("1"));
  assert(client.isWorking);
  server.release();
  await done;
  assert(!client.isWorking);
});

Deno.test("clicks during a request become one request after it", async () => {
  const server = fakeServer({ waits: true });
  const { client, held } = clientOf(server);
  client.change({ add: ["1"] });
  client.change({ add: ["2"] });
  client.change({ add: ["3"] });
  const done = client.change({ remove: ["1"] });
  server.release();
  while (server.requests.length < 2) await Promise.resolve();
  server.release();
  await done;
  assert.deepEqual(server.requests.map(({ seats }) => seats), [["1"], ["2", "3"]]);
  assert.deepEqual(held(), ["2", "3"]);
});

Deno.test("a seat that is gone is dropped, and the others are held", async () => {
  const server = fakeServer({ taken: ["2"] });
  const { client, refusals, held } = clientOf(server);
  await client.change({ add: ["1", "2", "3"] });
  assert.deepEqual(held(), ["1", "3"]);
  assert.deepEqual([...client.wanted], ["1", "3"]);
  assert.deepEqual(refusals.map(({ code, unavailable }) => [code, unavailable]), [[
    "seats-unavailable",
    ["2"],
  ]]);
});

Deno.test("over the limit, the choice reverts to the server's hold", async () => {
  const { client, refusals, held } = clientOf(fakeServer());
  await client.change({ add: ["1", "2", "3", "4"] });
  await client.change({ add: ["5"] });
  assert.deepEqual([...client.wanted], held());
  assert.equal(refusals[0].limit, 4);
});

Deno.test("without a response nothing changes, and the failure is reported", async () => {
  const server = { ...fakeServer(), fetch: () => Promise.reject(new TypeError("no network")) };
  const { client, refusals } = clientOf(server);
  await client.change({ add: ["1"] });
  assert.equal(client.wanted.size, 0);
  assert.deepEqual(refusals, [{ code: "failed" }]);
});

Deno.test("a change reaches the server even if the buyer leaves the page", async () => {
  const { fetch } = fakeServer();
  const keepalives: (boolean | undefined)[] = [];
  const { client } = clientOf({
    ...fakeServer(),
    fetch: (path, init) => {
      keepalives.push(init?.keepalive);
      return fetch(path, init);
    },
  });
  await client.change({ add: ["1"] });
  await client.change({ add: ["2"] });
  await client.change({ remove: ["1", "2"] });
  assert.deepEqual(keepalives, [true, true, true]);
});

Deno.test("a hold that ended in the meantime leaves nothing chosen", async () => {
  const server = fakeServer();
  const { client, refusals } = clientOf(server);
  await client.change({ add: ["1"] });
  server.end();
  await client.change({ add: ["2"] });
  assert.equal(client.hold, null);
  assert.equal(client.wanted.size, 0);
  assert.deepEqual(refusals, [{ code: "not-found", seats: ["1", "2"] }]);
});

Deno.test("a choice that would be refused waits until it is changed to one that wouldn't be", async () => {
  const server = fakeServer();
  const { client, held } = clientOf(server, null, (seats) => Promise.resolve(seats[0] !== "2"));
  await client.change({ add: ["2"] });
  assert.deepEqual([client.isWaiting, [...client.wanted], server.requests], [true, ["2"], []]);
  await client.change({ add: ["3"] });
  assert.equal(server.requests.length, 0);
  await client.change({ add: ["1", "2"], remove: ["2", "3"] });
  assert.deepEqual([client.isWaiting, held()], [false, ["1"]]);
});

Deno.test("a seat chosen while the choice is being checked is checked too", async () => {
  const server = fakeServer();
  const checked = Promise.withResolvers<void>();
  const { client, held } = clientOf(server, null, async (seats) => {
    await checked.promise;
    return seats.length > 1;
  });
  client.change({ add: ["1"] });
  const done = client.change({ add: ["2"] });
  checked.resolve();
  await done;
  assert.deepEqual(held(), ["1", "2"]);
  assert.equal(server.requests.length, 1);
});

Deno.test("when a hold ends, the waiting choice is dropped and only the seats held are reported", async () => {
  const server = fakeServer();
  const { client, refusals } = clientOf(server, holdOf(["1"]), (seats) => Promise.resolve(seats.length < 2));
  await client.change({ add: ["2"] });
  await client.reload();
  assert.equal(client.wanted.size, 0);
  assert.deepEqual(refusals, [{ code: "not-found", seats: ["1"] }]);
});

Deno.test("reloading the hold reports which seats were lost", async () => {
  const server = fakeServer();
  const { client, refusals } = clientOf(server, holdOf(["1", "2"]));
  await client.reload();
  assert.equal(client.wanted.size, 0);
  assert.equal(refusals[0].code, "not-found");
});

Deno.test("taking a seat and giving it back within the wait sends no request", async () => {
  const server = fakeServer();
  const { client, held } = clientOf(server);
  const waiting = client.change({ add: ["1"], waitMs: 5 });
  assert.deepEqual([...client.wanted], ["1"]);
  await Promise.all([waiting, client.change({ remove: ["1"], waitMs: 5 })]);
  assert.deepEqual([server.requests, held()], [[], []]);
  await client.change({ add: ["2"], waitMs: 5 });
  assert.deepEqual(held(), ["2"]);
});
