/** The seat map on phones: its size, zooming with fingers, and landscape orientation. */
import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { overflowX, overlaps, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import {
  boxOf,
  canvasOf,
  Finger,
  LANDSCAPES,
  openMap,
  PHONE,
  positionOfSeat,
  untilStill,
} from "./map_page.ts";

const STUDIO = "unplugged-with-nell-harrow";
const CINEMA = "nachtbus-42";
const THEATRE = "fado-at-low-tide";
const ARENA = "velvet-antenna-the-long-wave-tour";
const FESTIVAL = "fireflies-feedback";
const OVERLAY = [".map-status", ".map-floors", ".map-tools", ".map-inset:not([hidden])"];

Deno.test("the seat map on phones", { ignore: noChromium }, (t) =>
  withBrowser(async (browser, { url }) => {
    await t.step("the hall is as wide as the window, and the map not much higher than the hall", async () => {
      for (const slug of [THEATRE, ARENA, FESTIVAL]) {
        const page = await browser.newPage(PHONE);
        await openMap(page, url, slug);
        const event = await (await fetch(`${url}/api/events/${slug}`)).json();
        const chart = await (await fetch(`${url}/api/events/${event.id}/chart`)).json();
        const { fitView } = await import("@/lib/client/canvas/viewport.ts");
        const { width, height } = (await canvasOf(page).boundingBox())!;
        const { scale } = fitView(chart, { width, height });
        assert.ok(chart.width * scale > 0.93 * 360 || chart.height * scale > 0.9 * height, slug);
        assert.ok(chart.height * scale > 0.6 * height, `${slug}: more than 40% of the height is empty`);
        await page.close();
      }
    });

    await t.step("when zoomed in, the header shrinks to one line and the map gets the space", async () => {
      const page = await browser.newPage(PHONE);
      await openMap(page, url, THEATRE);
      const before = (await canvasOf(page).boundingBox())!;
      await page.getByRole("button", { name: "Zoom in" }).click();
      await until(
        async () => (await canvasOf(page).boundingBox())!,
        ({ y, height }) => before.y - y >= 90 && height - before.height >= 130,
      );
      const intro = await boxOf(page, ".event-intro");
      assert.ok(intro.height < 48 && intro.bottom <= (await boxOf(page, ".map-frame")).top + 1);
      assert.ok(await page.getByRole("heading", { name: "Fado at Low Tide" }).isVisible());
      assert.equal(await overflowX(page), 0);
      await page.getByRole("button", { name: "Show the whole hall" }).click();
      await until(async () => (await canvasOf(page).boundingBox())!.y, (y) => y === before.y);
      await page.close();
    });

    for (const viewport of LANDSCAPES) {
      await t.step(
        `${viewport.width} × ${viewport.height}: the map begins near the top and has most of the height`,
        async () => {
          for (const slug of [THEATRE, ARENA, STUDIO]) {
            const page = await browser.newPage({ viewport, hasTouch: true });
            await openMap(page, url, slug);
            const { top, bottom } = await boxOf(page, ".map-frame");
            const sheet = await boxOf(page, ".sheet-head");
            assert.ok(top <= 100, `${slug}: the map begins at ${top}`);
            assert.ok(Math.min(bottom, sheet.top) - top >= 0.6 * 360, `${slug}: ${top} to ${bottom}`);
            assert.deepEqual(await overlaps(page, OVERLAY), []);
            await page.getByRole("button", { name: "Zoom in" }).click();
            await untilStill(page);
            assert.deepEqual(await overlaps(page, OVERLAY), []);
            await page.getByRole("button", { name: "Prices and quick choice" }).click();
            await page.getByRole("button", { name: "Find" }).click();
            await page.locator(".panel-foot a[href^='/checkout/']").waitFor();
            await untilStill(page);
            assert.deepEqual(await overlaps(page, OVERLAY), [], "with seats");
            const heightInSight = async () => {
              const map = await boxOf(page, ".map-frame");
              const head = await boxOf(page, ".sheet-head");
              return Math.min(map.bottom, head.top) - map.top;
            };
            // The sheet may still be sliding down.
            await until(heightInSight, (height) => height >= 0.55 * 360);
            await page.close();
          }
        },
      );
    }

    await t.step("two taps on a seat or a section zoom in and choose nothing", async () => {
      const page = await browser.newPage(PHONE);
      const writes: string[] = [];
      page.on("request", (request) => request.method() !== "GET" && writes.push(request.method()));
      await openMap(page, url, STUDIO);
      const finger = new Finger(page);
      const before = (await canvasOf(page).boundingBox())!.height;
      await finger.tapTwice(await positionOfSeat(page, url, STUDIO, (_, status) => status === "a"));
      await until(async () => (await canvasOf(page).boundingBox())!.height, (height) => height > before);
      await untilStill(page);
      assert.deepEqual([writes, await page.locator(".seat-chip").count()], [[], 0]);
      await openMap(page, url, ARENA);
      await finger.tapTwice(
        await positionOfSeat(page, url, ARENA, ({ section, row }) => section === "208" && row === "8"),
      );
      await until(() => page.locator('.map-frame[data-zoomed-in="true"]').count(), (count) => count === 1);
      await untilStill(page);
      assert.deepEqual([writes, await page.locator(".seat-chip").count()], [[], 0]);
      await page.close();
    });

    await t.step("a tap on a taken seat says so until the next touch", async () => {
      const page = await browser.newPage(PHONE);
      await openMap(page, url, CINEMA);
      const { x, y } = await positionOfSeat(page, url, CINEMA, (_, status) => status === "b");
      await page.touchscreen.tap(x, y);
      await page.locator(".map-tip", { hasText: "taken" }).waitFor();
      const free = await positionOfSeat(page, url, CINEMA, (_, status) => status === "a");
      await page.touchscreen.tap(free.x, free.y);
      await page.locator(".map-tip").waitFor({ state: "detached" });
      await page.close();
    });

    await t.step(
      "one tap chooses a seat immediately, and a double click of the mouse chooses it once",
      async () => {
        const page = await browser.newPage(PHONE);
        await openMap(page, url, STUDIO);
        const seat = await positionOfSeat(page, url, STUDIO, (_, status) => status === "a");
        await page.touchscreen.tap(seat.x, seat.y);
        await page.locator(".panel-foot a[href^='/checkout/']").waitFor();
        assert.equal(await page.locator(".seat-chip").count(), 1);
        await page.close();
        const desktop = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        await openMap(desktop, url, STUDIO);
        const other = await positionOfSeat(desktop, url, STUDIO, (_, status) => status === "a");
        await desktop.mouse.dblclick(other.x, other.y);
        await desktop.locator(".panel-foot a[href^='/checkout/']").waitFor();
        assert.equal(await desktop.locator(".seat-chip").count(), 1);
        await desktop.close();
      },
    );
  }));
