/** Pages that follow a stream: what they show during and after a lost connection, and how tabs share a stream. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { until } from "@/lib/testing/until.ts";
import { Client, newBuyer, signIn } from "../program/client.ts";
import { withBrowser } from "./browser.ts";
import { approvePayment } from "./checkout.ts";
import { noChromium } from "./chromium.ts";
import { Cable } from "./cable.ts";

const SLUG = "unplugged-with-nell-harrow";

function untilState(page: Page, state: "live" | "reconnecting"): Promise<void> {
  return page.locator(`.map-status[data-state="${state}"]`).waitFor();
}

async function openMap(browser: Browser | BrowserContext, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${url}/events/${SLUG}`);
  await untilState(page, "live");
  return page;
}

/** The map's pixels as RGBA values, reduced to a quarter of its width and height. */
function pictureOf(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".map-frame canvas")!;
    const small = new OffscreenCanvas(canvas.width >> 2, canvas.height >> 2);
    const context = small.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, small.width, small.height);
    return [...context.getImageData(0, 0, small.width, small.height).data];
  });
}

/** Whether pictures are the same except for edges, which the browser may smooth differently when it redraws a seat. */
function isSame(one: number[], other: number[]): boolean {
  return one.length === other.length && one.every((value, at) => Math.abs(value - other[at]) < 24);
}

/** Waits until the maps look like a newly opened one. */
async function untilCurrent(pages: Page[], browser: Browser, url: string): Promise<void> {
  const other = await openMap(browser, url);
  for (const page of pages) {
    const isCurrent = async () => isSame(await pictureOf(page), await pictureOf(other));
    await until(isCurrent, (isSo) => isSo);
  }
  await other.close();
}

/** Holds two of the event's seats. */
async function takeSeats(buyer: Client): Promise<{ id: string; seats: { id: string }[] }> {
  const path = `/api/events/${(await buyer.get(`/api/events/${SLUG}`)).body.id}`;
  const chart: { seats: { id: string }[] } = (await buyer.get(`${path}/chart`)).body;
  const { statuses } = (await buyer.get(`${path}/seats`)).body;
  const free = chart.seats.filter((_, index) => statuses[index] === "a").map(({ id }) => id);
  const { status, body } = await buyer.post(`${path}/holds`, { seats: free.slice(0, 2) });
  assert.equal(status, 201);
  return body;
}

/** Creates an account in this browser and places a booking, which is pending until {@link approvePayment}. Returns its id. */
async function placeBooking(context: BrowserContext, url: string): Promise<string> {
  const account = {
    email: `${crypto.randomUUID()}@example.org`,
    password: "a quiet correct horse",
    name: "Ada",
  };
  const registered = await context.request.post(`${url}/api/auth/register`, { data: account });
  const buyer = new Client(url, (await registered.json()).accessToken);
  const { body: booking } = await buyer.book((await takeSeats(buyer)).id, "tok_late");
  return booking.id;
}

Deno.test(
  "pages that follow a stream",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, program, env) => {
      await t.step(
        "a map says that it is reconnecting, and then shows what it has missed",
        async () => {
          using cable = new Cable(program.url);
          const page = await openMap(browser, cable.url);
          const before = await pictureOf(page);
          cable.cut();
          await untilState(page, "reconnecting");
          await takeSeats(await newBuyer(program.url));
          await cable.restoreSlowly();
          await untilState(page, "live");
          await untilCurrent([page], browser, program.url);
          assert.ok(!isSame(await pictureOf(page), before));
          await page.close();
        },
      );

      await t.step("a map is live again as soon as its device is online again", async () => {
        const page = await openMap(browser, program.url);
        await page.context().setOffline(true);
        await untilState(page, "reconnecting");
        await takeSeats(await newBuyer(program.url));
        await page.context().setOffline(false);
        await untilState(page, "live");
        await untilCurrent([page], browser, program.url);
        await page.close();
      });

      await t.step("a map starts again with a snapshot after a gap", async () => {
        const page = await browser.newPage();
        const { id } = await (await fetch(`${program.url}/api/events/${SLUG}`)).json();
        const { epoch, version, statuses } = await (await fetch(`${program.url}/api/events/${id}/seats`))
          .json();
        const message = (event: string, data: { version: number }) =>
          `event: ${event}\nid: ${epoch}:${data.version}\ndata: ${JSON.stringify(data)}\n\n`;
        const allBooked = { epoch, version, statuses: "b".repeat(statuses.length) };
        const afterGap = { version: version + 2, seats: [] };
        let streams = 0;
        await page.route("**/stream", async (route) => {
          streams++;
          if (streams > 1) {
            // Now the board is where the first stream ended, so resuming that stream would return nothing.
            for (let version = 0; version < 2; version++) await takeSeats(await newBuyer(program.url));
            return await route.continue();
          }
          await route.fulfill({
            contentType: "text/event-stream",
            body: message("snapshot", allBooked) + message("delta", afterGap),
          });
        });
        await page.goto(`${program.url}/events/${SLUG}`);
        await untilCurrent([page], browser, program.url);
        await untilState(page, "live");
        await page.close();
      });

      await t.step("an event's page says that it is not found once the event is deleted", async () => {
        const organizer = await signIn(program.url, "organizer@aisle.test");
        const { id } = (await organizer.get(`/api/events/${SLUG}`)).body;
        const { chartId, venueId } = (await organizer.get(`/api/admin/events/${id}`)).body;
        const { zones } = (await organizer.get(`/api/events/${id}`)).body;
        const startsAt = Date.now() + 20 * 86_400_000;
        const created = await organizer.post("/api/admin/events", {
          type: "concert",
          title: "A mistake",
          description: "Nobody should see this.",
          venueId,
          chartId,
          startsAt: new Date(startsAt).toISOString(),
          endsAt: new Date(startsAt + 7_200_000).toISOString(),
          currency: "EUR",
          maxSeatsPerBuyer: 4,
          zones,
        });
        assert.equal(created.status, 201, JSON.stringify(created.body));
        await organizer.post(`/api/admin/events/${created.body.id}/publish`, {});
        const page = await browser.newPage();
        await page.goto(`${program.url}/events/${created.body.slug}`);
        await untilState(page, "live");
        assert.equal((await organizer.call("DELETE", `/api/admin/events/${created.body.id}`)).status, 204);
        await page.getByRole("heading", { name: "Not found" }).waitFor();
        await page.close();
      });

      await t.step(
        "a page learns how a booking ended although its first stream was refused",
        async () => {
          const page = await browser.newPage();
          const bookingId = await placeBooking(page.context(), program.url);
          let streams = 0;
          await page.route("**/stream", async (route) => {
            streams++;
            if (streams > 1) await route.continue();
            else await route.fulfill({ status: 503 });
          });
          await page.goto(`${program.url}/bookings/${bookingId}`);
          await until(() => streams, (count) => count > 1);
          await approvePayment(env, bookingId);
          await page.getByRole("heading", { name: "You are going" }).waitFor();
          await page.close();
        },
      );

      await t.step(
        "eight windows of an event share a stream and show each change, and a ninth page opens",
        async () => {
          const context = await browser.newContext();
          const streams = new Set<Request>();
          const isStream = (request: Request) => request.url().endsWith("/stream");
          context.on("request", (request) => isStream(request) && streams.add(request));
          context.on("requestfailed", (request) => streams.delete(request));
          context.on("requestfinished", (request) => streams.delete(request));
          const windows: Page[] = [];
          for (let n = 0; n < 8; n++) windows.push(await openMap(context, program.url));
          // The browser reports the end of a stream some time after the start of the next one.
          await until(() => streams.size, (count) => count === 1);
          await takeSeats(await newBuyer(program.url));
          await untilCurrent(windows, browser, program.url);
          await (await context.newPage()).goto(program.url);
          // When the window that reads the stream closes, another takes over.
          const [reader] = [...streams].map((stream) => stream.frame().page());
          await reader.close();
          await takeSeats(await newBuyer(program.url));
          await untilCurrent(windows.filter((window) => window !== reader), browser, program.url);
          const readers = () => [...streams].map((stream) => stream.frame().page());
          await until(() => readers().filter((page) => page !== reader).length, (count) => count === 1);
          await context.close();
        },
      );

      await t.step("two tabs with one booking share a stream, and both learn how it ended", async () => {
        const context = await browser.newContext();
        const open = new Set<Request>();
        let openMax = 0;
        context.on("request", (request) => {
          if (request.url().endsWith("/stream")) openMax = Math.max(openMax, open.add(request).size);
        });
        context.on("requestfailed", (request) => open.delete(request));
        context.on("requestfinished", (request) => open.delete(request));
        const bookingId = await placeBooking(context, program.url);
        const pages = [await context.newPage(), await context.newPage()];
        await Promise.all(pages.map((page) => page.goto(`${program.url}/bookings/${bookingId}`)));
        await until(() => open.size, (count) => count === 1);
        await approvePayment(env, bookingId);
        for (const page of pages) await page.getByRole("heading", { name: "You are going" }).waitFor();
        assert.equal(openMax, 1);
        await context.close();
      });
    }),
);
