import assert from "node:assert/strict";
import type { HoldView } from "@/lib/board/hold_view.ts";
import type { SeatStatus } from "@/lib/charts/seat_status.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { until } from "@/lib/testing/until.ts";
import type { Hall } from "../canvas/hall.ts";
import type { Choice, ChoiceOptions } from "./choice.ts";
import { Chooser, type ChoosingParts } from "./chooser.ts";
import type { LiveSeatsOptions } from "./live_seats.ts";
import type { DrawnMap, MapPage } from "./map_page.ts";
import type { MapViewOptions } from "./map_view.ts";
import { holdOf, smallEvent, smallHall } from "./testing.ts";

const SEAT = "Stalls-A-5";

/** A fake page around a chooser; `calls` records what the chooser asked of it. */
function open(
  { hold = null as HoldView | null, canChoose = true, hall = () => Promise.resolve(smallHall()) } = {},
) {
  const calls: unknown[][] = [];
  const call = (name: string) => (...args: unknown[]) => void calls.push([name, ...args]);
  const fakes = {
    calls,
    options: null as ChoiceOptions | null,
    map: null as MapViewOptions | null,
    stream: null as LiveSeatsOptions | null,
    showFloor: (_: string) => {},
    tabsChanged: () => {},
    isOffline: false,
  };
  const drawn = {
    onDrawn: null,
    ...Object.fromEntries(
      [
        "redraw",
        "showStatuses",
        "showMine",
        "showZones",
        "showFloor",
        "focus",
        "show",
        "lookAt",
        "zoomBy",
        "fit",
      ]
        .map((name) => [name, call(name)]),
    ),
  } as unknown as DrawnMap;
  const page: MapPage = {
    loadHall: (): Promise<Hall> => hall(),
    drawMap(options) {
      fakes.map = options;
      return drawn;
    },
    followSeats(options) {
      fakes.stream = options;
      return () => {};
    },
    followFloors: (show) => fakes.showFloor = show,
    connectTabs(_, onChange) {
      fakes.tabsChanged = onChange;
      return { postMessage: call("other tabs") };
    },
    onReturn: () => {},
    replayPrice: () => {},
    forms: () => ({ list: null, areas: null }),
    reload: call("reload the page"),
  };
  class FakeChoice {
    constructor(options: ChoiceOptions) {
      fakes.options = options;
    }
    toggle = call("toggle");
    reload = call("reload");
    check = call("check");
  }
  const chooser = new Chooser(
    { ...smallEvent, canChoose },
    hold,
    "en",
    wordsIn("en"),
    () =>
      fakes.isOffline ? Promise.reject(new TypeError("no network")) : Promise.resolve(
        {
          Choice: FakeChoice as unknown as typeof Choice,
          showInset: call("showInset"),
          tipOf: () => ({ title: "a tip", facts: [], transform: "" }),
          seatMemory: () => ({ found: () => [], rememberFound: () => {}, rememberExpired: () => {} }),
        } satisfies ChoosingParts,
      ),
  );
  return { chooser, page, fakes, calls };
}

/** Like {@link open}, with the map drawn and all seats free. */
async function live(options?: Parameters<typeof open>[0]) {
  const opened = open(options);
  const { chooser, page, fakes } = opened;
  chooser.start(page);
  await until(() => fakes.stream, (stream) => stream !== null);
  const statuses = smallHall().chart.seats.map(() => "a" as SeatStatus);
  const live = { epoch: "one", version: 1, statuses };
  fakes.stream!.onSnapshot(live);
  fakes.stream!.onLive(true);
  return { ...opened, live };
}

Deno.test("the page shows whether its seats are live", async () => {
  const { chooser, page, fakes } = open();
  assert.equal(chooser.state.value, "");
  chooser.start(page);
  assert.equal(chooser.state.value, "loading");
  await until(() => fakes.stream, (stream) => stream !== null);
  fakes.stream!.onLive(false);
  assert.equal(chooser.state.value, "loading", "nothing was live before");
  const statuses = smallHall().chart.seats.map(() => "a" as SeatStatus);
  fakes.stream!.onSnapshot({ epoch: "one", version: 1, statuses });
  fakes.stream!.onLive(true);
  assert.equal(chooser.state.value, "live");
  fakes.stream!.onLive(false);
  assert.equal(chooser.state.value, "reconnecting");
});

Deno.test("a chart that can't be loaded is a failure, and choosing doesn't wait for it", async () => {
  const { chooser, page, calls } = open({ hall: () => Promise.reject(new Error("no chart")) });
  chooser.start(page);
  await chooser.choose((choice) => choice.toggle(0));
  assert.equal(chooser.state.value, "failed");
  assert.deepEqual(calls.at(-1), ["toggle", 0]);
});

Deno.test("before the sale, a tap on a seat announces that the sale has not begun, and loads nothing", async () => {
  const { chooser, fakes } = await live({ canChoose: false });
  fakes.map!.onSeat(4, 0);
  assert.equal(chooser.spoken.value, "The sale has not begun yet.");
  assert.equal(fakes.options, null);
});

Deno.test("the code for a tap loads once; a failed load is shown, and retried on the next tap", async () => {
  const { chooser, fakes, calls } = await live();
  fakes.isOffline = true;
  await chooser.choose((choice) => choice.toggle(4));
  assert.deepEqual([chooser.state.value, calls.some(([name]) => name === "toggle")], ["incomplete", false]);
  fakes.isOffline = false;
  await chooser.choose((choice) => choice.toggle(4));
  const { options } = fakes;
  await chooser.choose((choice) => choice.toggle(5));
  assert.equal(fakes.options, options, "one choice for the page");
  assert.deepEqual(calls.filter(([name]) => name === "toggle").map(([, index]) => index), [4, 5]);
});

Deno.test("the choice shows on the page and on the map, and lost seats shake", async () => {
  const { chooser, fakes, calls } = await live();
  await chooser.prepare();
  const hold = holdOf([SEAT]);
  fakes.options!.onChange({ seats: hold.seats, hold, isWorking: true, lost: [7] });
  assert.deepEqual([chooser.seats.value, chooser.hold.value, chooser.isWorking.value], [
    hold.seats,
    hold,
    true,
  ]);
  assert.deepEqual(calls.at(-1), ["showMine", new Set(), [7]]);
  assert.equal(fakes.options!.known.stateOf(4), "m");
});

Deno.test("a hold is checked on every seat change, and reloaded when another tab has changed it", async () => {
  const { fakes, live: current, calls } = await live({ hold: holdOf([SEAT]) });
  const count = (name: string) => calls.filter(([called]) => called === name).length;
  await until(() => count("check"), (checks) => checks === 1);
  current.statuses[4] = "b";
  fakes.stream!.onChange([[4, "a"]]);
  await until(() => count("check"), (checks) => checks === 2);
  fakes.tabsChanged();
  await until(() => count("reload"), (reloads) => reloads === 1);
  assert.deepEqual(calls.at(-1), ["reload", { isExpected: true }]);
  fakes.options!.onResponse();
  assert.deepEqual(calls.at(-1), ["other tabs", null]);
});

Deno.test("taking a seat recounts the free seats of its block", async () => {
  const { fakes, live: current } = await live();
  const block = fakes.map!.known.hall!.blocks.find(({ id }) => id === "Stalls")!;
  assert.equal(block.free, 10);
  current.statuses[4] = "h";
  fakes.stream!.onChange([[4, "a"]]);
  assert.equal(block.free, 9);
});

Deno.test("a floor chosen before the map is drawn applies once it is", async () => {
  const { chooser, page, fakes, calls } = open();
  chooser.start(page);
  fakes.showFloor("Lower");
  await until(() => fakes.map, (map) => map !== null);
  assert.equal(fakes.map!.known.floor, "Lower");
  fakes.showFloor("");
  assert.deepEqual([fakes.map!.known.floor, calls.at(-1)], [null, ["showFloor"]]);
});

Deno.test("a tip shows for what is under the pointer, not for what it has left", async () => {
  const { chooser, fakes } = await live();
  const target = { seat: 4, at: { x: 1, y: 1 }, frame: { width: 10, height: 10 } };
  await fakes.map!.onPoint(target);
  assert.equal(chooser.tip.value?.title, "a tip");
  fakes.map!.onPoint(target);
  await fakes.map!.onPoint(null);
  assert.equal(chooser.tip.value, null);
});

Deno.test("keys move over the map and take seats", async () => {
  const { chooser, calls } = await live();
  await chooser.press("");
  await chooser.press("Enter");
  assert.ok(calls.some(([name]) => name === "focus"));
  await until(() => calls.some(([name]) => name === "toggle"), Boolean);
  chooser.blur();
  assert.deepEqual(calls.at(-1), ["focus", null]);
});

Deno.test("the page is reloaded when its event is deleted", async () => {
  const { fakes, calls } = await live();
  fakes.stream!.onDeleted();
  assert.deepEqual(calls.at(-1), ["reload the page"]);
});
