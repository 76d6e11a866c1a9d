/** Saving a drawing object by object, against a server that responds as the API does. */
import assert from "node:assert/strict";
import { applyOps, type Drawing, type DrawingOp } from "@/lib/charts/drawing.ts";
import { DraftClient, Pending } from "./draft_client.ts";

const EMPTY: Drawing = { width: 100, height: 100, zones: [], sections: [], seats: [], areas: [], shapes: [] };
const zone = (id: string, name = id): DrawingOp => ({ put: `zones/${id}`, value: { id, name, colour: 1 } });
const keyOf = (op: DrawingOp) => "put" in op ? op.put : op.remove;

/** A server with one draft, which others may change too. */
function server() {
  let drawing = EMPTY;
  let revision = 1;
  const changedAt = new Map<string, number>();
  const bodies: DrawingOp[][] = [];
  const state = { isReachable: true, refusal: null as string | null };
  const write = (ops: DrawingOp[]) => {
    revision++;
    drawing = applyOps(drawing, ops);
    for (const op of ops) changedAt.set(keyOf(op), revision);
  };
  const respond = (status: number, body: object) =>
    Promise.resolve(Response.json(body, { status, headers: { etag: `"${revision}"` } }));
  const fetch = (_: unknown, { method = "GET", headers, body }: RequestInit = {}) => {
    if (!state.isReachable) return Promise.reject(new TypeError("no network"));
    if (method === "GET") return respond(200, { chart: drawing, problems: [], more: 0 });
    if (state.refusal) return respond(403, { code: "forbidden", title: state.refusal });
    const { ops } = JSON.parse(body as string) as { ops: DrawingOp[] };
    bodies.push(ops);
    const seen = Number(/\d+/.exec(new Headers(headers).get("if-match")!)![0]);
    const objects = ops.filter((op) => (changedAt.get(keyOf(op)) ?? 0) > seen).map((op) => ({
      key: keyOf(op),
    }));
    write(ops.filter((op) => !objects.some(({ key }) => key === keyOf(op))));
    return objects.length > 0 ? respond(409, { code: "conflict", objects }) : respond(200, { savedAt: "" });
  };
  return { state, bodies, write, fetch: fetch as typeof globalThis.fetch, zones: () => drawing.zones };
}

function client(of: ReturnType<typeof server>, pending: DrawingOp[] = []) {
  const kept: DrawingOp[][] = [];
  const others: Drawing[] = [];
  const conflicts: DrawingOp[][] = [];
  const draft = new DraftClient({
    chartId: "c",
    fetch: of.fetch,
    pending,
    keep: (ops) => kept.push(ops),
    onOthers: (drawing) => others.push(drawing),
    onConflict: (mine) => conflicts.push(mine),
  });
  return { draft, kept, others, conflicts };
}

Deno.test("several changes of an object are saved as one, and then none is kept", async () => {
  const api = server();
  const { draft, kept, others } = client(api);
  await draft.load();
  draft.add([zone("a", "first"), zone("b")]);
  draft.add([zone("a", "second")]);
  assert.equal(draft.state.value, "unsaved");
  assert.equal(await draft.flush(), true);
  assert.deepEqual(api.bodies, [[zone("a", "second"), zone("b")]]);
  assert.equal(draft.state.value, "saved");
  assert.deepEqual(kept.at(-1), []);
  assert.deepEqual(others, [], "nobody else has changed anything");
});

Deno.test("without a connection, changes are kept and saved later, newer ones over older ones", async () => {
  const api = server();
  const { draft, kept } = client(api);
  await draft.load();
  api.state.isReachable = false;
  draft.add([zone("a", "old"), zone("b")]);
  assert.equal(await draft.flush(), false);
  assert.equal(draft.state.value, "offline");
  draft.add([zone("a", "new")]);
  assert.deepEqual(kept.at(-1), [zone("a", "new"), zone("b")]);
  api.state.isReachable = true;
  assert.equal(await draft.flush(), true);
  assert.deepEqual(api.zones().map(({ name }) => name), ["new", "b"]);
});

Deno.test("what an earlier page left is saved", async () => {
  const api = server();
  const { draft } = client(api, [zone("left")]);
  await draft.load();
  await draft.flush();
  assert.deepEqual(api.zones().map(({ id }) => id), ["left"]);
});

Deno.test("what others changed in between is loaded, and later overwritten only knowingly", async () => {
  const api = server();
  const { draft, others, conflicts } = client(api);
  await draft.load();
  api.write([zone("theirs")]);
  draft.add([zone("mine")]);
  await draft.flush();
  assert.deepEqual(others.map(({ zones }) => zones.map(({ id }) => id)), [["theirs", "mine"]]);
  assert.deepEqual(conflicts, []);
  draft.add([zone("theirs", "renamed")]);
  await draft.flush();
  assert.deepEqual(api.zones().map(({ name }) => name), ["renamed", "mine"], "it had been seen");
});

Deno.test("of objects that others changed at the same time theirs stand, and ours are reported", async () => {
  const api = server();
  api.write([zone("both")]);
  const { draft, conflicts } = client(api);
  await draft.load();
  api.write([zone("both", "theirs")]);
  draft.add([zone("both", "mine"), zone("other")]);
  await draft.flush();
  assert.deepEqual(conflicts, [[zone("both", "mine")]]);
  assert.deepEqual(api.zones().map(({ name }) => name), ["theirs", "other"]);
  draft.add(conflicts[0]);
  await draft.flush();
  assert.deepEqual(api.zones().map(({ name }) => name), ["mine", "other"]);
});

Deno.test("a refused change is not tried again, but kept", async () => {
  const api = server();
  const { draft, kept } = client(api);
  await draft.load();
  api.state.refusal = "Only the owner may change this hall.";
  draft.add([zone("a")]);
  assert.equal(await draft.flush(), false);
  assert.equal(draft.state.value, "failed");
  assert.equal(draft.refusal.value, api.state.refusal);
  assert.deepEqual(kept.at(-1), [zone("a")]);
});

Deno.test("changes are taken out in their order, and come back in front of newer ones", () => {
  const pending = new Pending([zone("a"), zone("b"), zone("c")]);
  const taken = pending.take(2);
  assert.deepEqual(taken.map(keyOf), ["zones/a", "zones/b"]);
  pending.add([zone("b", "newer"), { remove: "zones/d" }]);
  pending.putBack(taken);
  assert.deepEqual(pending.list(), [zone("a"), zone("b", "newer"), zone("c"), { remove: "zones/d" }]);
});
