/** Halls drawn by hand in a browser, published, and sold. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { APPROVED, register } from "./checkout.ts";
import { noChromium } from "./chromium.ts";
import { callAs, draftOf, newHall, openDesigner, type Plan } from "./designer_page.ts";
import { fitView, toScreen } from "@/lib/client/canvas/viewport.ts";
import { canvasOf, openMap } from "./map_page.ts";
import { signedIn } from "./signed_in.ts";

/** Applies to builds with the stand-in, like the seat map's. */
const SCRIPT_BYTES_MAX = 60_000;
const DESKTOP = { viewport: { width: 1280, height: 900 } };

Deno.test(
  "drawing halls in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const page = await signedIn(browser, url, "organizer", DESKTOP);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      const problems = page.getByRole("region", { name: "Problems" });

      await t.step("a cinema: screen, block, zones, wheelchair places; published and sold", async () => {
        const hall = await newHall(page, url, "Cinema");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Shape");
        await plan.set("What to draw", "Screen");
        await plan.drag([450, 100], [950, 130]);
        await plan.choose("Block of rows");
        await plan.set("Curve in degrees", "15");
        await plan.set("Aisles", "1");
        await plan.drag([400, 250], [1000, 550]);
        await plan.choose("Brush");
        await page.getByRole("button", { name: "Add a zone" }).click();
        await plan.drag([380, 262], [1020, 262]);
        await plan.set("Brush", "Wheelchair place");
        await plan.set("Size of the brush", "8");
        await plan.click([412, 513]);

        const drawing = await plan.saved();
        const rows = [...new Set(drawing.seats.map(({ row }) => row))];
        assert.deepEqual(rows, ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L"], "I is skipped");
        assert.equal(drawing.seats.length, 11 * 26);
        assert.deepEqual(drawing.zones.map(({ name }) => name), ["Zone 1", "Zone 2"]);
        const inFront = drawing.seats.filter(({ zone }) => zone === drawing.zones[1].id);
        assert(inFront.length >= 20 && inFront.every(({ row }) => row <= "C"), `${inFront.length} in front`);
        assert.equal(drawing.seats.filter(({ flags }) => flags.includes("accessible")).length, 1);

        await publish(page);
        await sell(page, hall, url, async (buyer, slug) => {
          await openMap(buyer, url, slug);
          await clickSeat(buyer, url, slug, ({ row, number }) => row === "C" && number === "4");
          await buyer.getByText("C 4").first().waitFor();
          await buyer.getByRole("link", { name: "Continue" }).click();
          await register(buyer);
          await buyer.getByLabel("Card number").fill(APPROVED);
          await buyer.getByLabel("Name on the card").fill("Ada Lovelace");
          await buyer.getByLabel("Expiry date").fill("12/39");
          await buyer.getByLabel(/I agree/).check();
          await buyer.getByRole("button", { name: /^Pay/ }).click();
          await buyer.getByRole("heading", { name: "You are going" }).waitFor();
          assert.equal(await buyer.locator(".ticket").count(), 1);
        });
      });

      await t.step("what was done is undone and redone, also after a reload", async () => {
        const hall = await newHall(page, url, "Undone");
        let plan = await openDesigner(page, url, hall.id);
        await plan.choose("Row");
        await plan.drag([300, 300], [540, 300]);
        await plan.drag([300, 340], [540, 340]);
        const both = await plan.saved();
        assert.deepEqual([...new Set(both.seats.map(({ section, row }) => `${section} ${row}`))], [
          "Block 1 A",
          "Block 1 B",
        ]);
        plan = await openDesigner(page, url, hall.id);
        await page.getByRole("button", { name: "Undo" }).click();
        assert.equal((await saved(plan, page)).seats.length, 11);
        await page.getByRole("button", { name: "Undo" }).click();
        assert.equal((await saved(plan, page)).seats.length, 0);
        await page.getByRole("button", { name: "Redo" }).click();
        await page.getByRole("button", { name: "Redo" }).click();
        const again = await saved(plan, page);
        assert.deepEqual(byId(again.seats), byId(both.seats));
      });

      await t.step("a curved theatre with a balcony on its own floor", async () => {
        const hall = await newHall(page, url, "Theatre");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Shape");
        await plan.drag([400, 60], [800, 130]);
        await plan.choose("Block of rows");
        await plan.set("Curve in degrees", "40");
        await plan.set("Aisles", "2");
        await plan.set("Seat numbers", "Odd left, even right of the centre");
        await plan.drag([300, 220], [900, 500]);
        await plan.set("Name on the map", "Stalls");
        await plan.drag([250, 620], [950, 740]);
        await plan.set("Name on the map", "Balcony");
        await plan.set("Floor", "First floor");
        await plan.choose("Brush");
        await plan.set("Brush", "Wheelchair place");
        await plan.set("Size of the brush", "8");
        await plan.click([600, 500]);
        await plan.choose("Labels");
        await page.keyboard.press("Escape");
        await plan.choose("Select");
        await plan.set("A click selects", "its section");
        await plan.click([600, 640]);
        await plan.choose("Labels");
        await plan.set("First row", "AA");
        await page.getByRole("button", { name: "Set labels" }).click();
        const drawing = await plan.saved();
        assert.deepEqual(drawing.sections.map(({ name, floor }) => [name, floor]), [
          ["Stalls", undefined],
          ["Balcony", "First floor"],
        ]);
        const balcony = drawing.seats.filter(({ section }) => section === "Block 2");
        assert.deepEqual([...new Set(balcony.map(({ row }) => row))], ["AA", "BB", "CC", "DD", "EE"]);
        await publish(page);
      });

      await t.step("a club: tables, a standing area, a bar", async () => {
        const hall = await newHall(page, url, "Club");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Table");
        await plan.set("Seats at the table", "4");
        for (const x of [300, 500, 700]) await plan.click([x, 600]);
        await plan.choose("Standing area");
        await plan.set("Places", "150");
        await plan.drag([250, 200], [900, 400]);
        await plan.choose("Shape");
        await plan.set("What to draw", "Bar");
        await plan.drag([980, 200], [1060, 600]);
        const drawing = await plan.saved();
        assert.deepEqual(drawing.sections.map(({ name }) => name), [
          "Table 1",
          "Table 2",
          "Table 3",
          "Standing 1",
        ]);
        assert.equal(drawing.seats.length, 3 * 4 + 150);
        assert.equal(drawing.areas[0].capacity, 150);
        await publish(page);
      });

      await t.step(
        "what would be published wrongly is refused, and each problem leads to its place",
        async () => {
          const hall = await newHall(page, url, "Faulty");
          const plan = await openDesigner(page, url, hall.id);
          await plan.choose("Row");
          await plan.drag([300, 300], [540, 300]);
          await plan.drag([300, 308], [540, 308]);
          await page.getByRole("button", { name: "Publish" }).click();
          await page.getByText("Not published.").waitFor();
          await problems.getByRole("button", { name: /^Error/ }).first().click();
          await page.getByRole("heading", { name: "2 seats" }).waitFor();
          await page.keyboard.press("Escape");
        },
      );

      await t.step("by keyboard alone: tools, drawing in the middle, moving, undoing", async () => {
        const hall = await newHall(page, url, "Keys");
        const plan = await openDesigner(page, url, hall.id);
        await page.locator(".designer-plan canvas").focus();
        await page.keyboard.press("?");
        await page.getByRole("dialog", { name: "Keys on the plan" }).waitFor();
        await page.keyboard.press("Escape");
        await page.locator(".designer-plan canvas").focus();
        await page.keyboard.press("b");
        await page.keyboard.press("Enter");
        const before = await plan.saved();
        await page.keyboard.press("Shift+ArrowRight");
        await page.keyboard.press("ArrowDown");
        const after = await saved(plan, page);
        assert.deepEqual(
          after.seats.map(({ x, y }) => [x, y]),
          before.seats.map(({ x, y }) => [x + 10, y + 1]),
        );
        await page.keyboard.press("Control+z");
        await page.keyboard.press("Control+z");
        assert.deepEqual((await saved(plan, page)).seats, before.seats);
      });

      await t.step("the plan is shown as buyers see it, where nothing can be drawn", async () => {
        const hall = await newHall(page, url, "Seen");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Row");
        await plan.drag([300, 300], [540, 300]);
        const drawing = await plan.saved();
        const view = page.getByLabel("Show the plan");
        await view.selectOption({ label: "As buyers see it on a phone" });
        assert.equal((await page.locator(".designer-plan canvas").boundingBox())!.width, 360);
        await view.selectOption({ label: "As buyers see it on a desktop" });
        await plan.drag([300, 400], [540, 400]);
        await page.locator(".designer-plan canvas").focus();
        await page.keyboard.press("Delete");
        assert.deepEqual((await plan.saved()).seats, drawing.seats);
        await page.keyboard.press("Escape");
        assert.equal(await view.inputValue(), "drawing");
      });

      await t.step("a picture to draw over is scaled by two points", async () => {
        const hall = await newHall(page, url, "Traced");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Picture to trace");
        const svg =
          '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="450"><rect width="600" height="450"/></svg>';
        const png = await page.evaluate(async (svg) => {
          const image = new Image();
          image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [600, 450];
          canvas.getContext("2d")!.drawImage(image, 0, 0);
          return canvas.toDataURL("image/png").split(",")[1];
        }, svg);
        const before = await pictureOf(page);
        await page.getByLabel("Picture", { exact: true }).setInputFiles({
          name: "plan.png",
          mimeType: "image/png",
          buffer: Buffer.from(png, "base64"),
        });
        await page.getByLabel("Opacity in percent").waitFor();
        await page.waitForFunction(
          (before) =>
            document.querySelector<HTMLCanvasElement>(".designer-plan canvas")!.toDataURL() !== before,
          before,
        );
        await plan.click([300, 300]);
        await plan.click([700, 300]);
        const whole = await pictureOf(page);
        await plan.set("Distance of the two points", "100");
        await page.waitForFunction(
          (before) =>
            document.querySelector<HTMLCanvasElement>(".designer-plan canvas")!.toDataURL() !== before,
          whole,
        );
        await page.getByRole("button", { name: "Remove the picture" }).click();
        assert.equal((await draftOf(page, url, hall.id)).chart.shapes.length, 0, "it is no part of the hall");
      });

      await t.step("what others do at the same time is shown, and a conflict is decided", async () => {
        const hall = await newHall(page, url, "Together");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Row");
        await plan.drag([300, 300], [540, 300]);
        const [first, second] = (await plan.saved()).seats;
        const zone = { id: "theirs", name: "Theirs", colour: 4 };
        const ops = [
          { put: "zones/theirs", value: zone },
          { put: `seats/${first.id}`, value: { ...first, number: "77" } },
        ];
        await callAs(page, url, "PATCH", `/api/admin/charts/${hall.id}/draft`, { ops });
        await page.locator(".designer-plan canvas").focus();
        await page.keyboard.press("ArrowDown");
        await page.getByText("Someone else changed an object").waitFor();
        const merged = (await draftOf(page, url, hall.id)).chart;
        assert.equal(merged.seats.find(({ id }) => id === first.id)!.number, "77", "theirs stands");
        assert.equal(merged.seats.find(({ id }) => id === second.id)!.y, second.y + 1, "the rest is saved");
        assert.equal(await page.getByLabel("Name of the zone").count(), 2);
        await page.getByRole("button", { name: "Use mine" }).click();
        const decided = await saved(plan, page);
        assert.equal(decided.seats.find(({ id }) => id === first.id)!.number, first.number);
      });

      await t.step("the designer's scripts are small, and loaded only where a hall is drawn", async () => {
        const hall = await newHall(page, url, "Scripts");
        const elsewhere = await scriptsOf(page, () => page.goto(`${url}/admin/halls`));
        const scripts = await scriptsOf(page, () => openDesigner(page, url, hall.id));
        let total = 0;
        for (const script of scripts) total += gzipSync(await (await fetch(script)).bytes()).length;
        assert(total > 0 && total < SCRIPT_BYTES_MAX, `${total} bytes`);
        assert(!elsewhere.some((script) => script.includes("HallDesigner")), elsewhere.join());
      });

      await t.step("the designer fits every width and is accessible", async () => {
        const hall = await newHall(page, url, "Widths");
        const plan = await openDesigner(page, url, hall.id);
        await plan.choose("Block of rows");
        await plan.drag([300, 300], [900, 600]);
        await plan.saved();
        for (const width of [1280, 800, 360]) {
          await page.setViewportSize({ width, height: 900 });
          assert.equal(await overflowX(page), 0, `at ${width}`);
          assert.deepEqual(await accessibilityFaults(page), [], `at ${width}`);
        }
      });
      assert.deepEqual(errors, []);
    }),
);

/** The URLs of the scripts that a page loads until it is still. */
async function scriptsOf(page: Page, open: () => Promise<unknown>): Promise<string[]> {
  const scripts: string[] = [];
  const note = (response: Response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) scripts.push(response.url());
  };
  page.on("response", note);
  await open();
  await page.waitForLoadState("networkidle");
  page.off("response", note);
  return scripts;
}

/** Publishes, and waits until that worked. */
async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Published.").waitFor();
}

/** Waits until a change was saved that may not have been noticed yet. */
async function saved(plan: Plan, page: Page) {
  await page.locator('.designer-saved:not([data-state="saved"])').waitFor();
  return await plan.saved();
}

function pictureOf(page: Page): Promise<string> {
  return page.locator(".designer-plan canvas").evaluate((canvas) =>
    (canvas as HTMLCanvasElement).toDataURL()
  );
}

function byId(seats: { id: string }[]) {
  return seats.toSorted((a, b) => a.id < b.id ? -1 : 1);
}

/** Makes an event in the hall, and lets someone else see it in a browser of their own. */
async function sell(
  page: Page,
  hall: { id: string; venueId: string },
  url: string,
  buy: (buyer: Page, slug: string) => Promise<void>,
): Promise<void> {
  const { chart } = await draftOf(page, url, hall.id);
  const startsAt = Date.now() + 30 * 86_400_000;
  const at = (hours: number) => new Date(startsAt + hours * 3_600_000).toISOString();
  const event = await callAs<{ id: string; slug: string }>(page, url, "POST", "/api/admin/events", {
    type: "film",
    title: "Drawn by Hand",
    description: "",
    venueId: hall.venueId,
    chartId: hall.id,
    startsAt: at(0),
    endsAt: at(2),
    currency: "EUR",
    maxSeatsPerBuyer: 8,
    zones: chart.zones.map(({ id, name }) => ({ id, name, price: 1_200 })),
  });
  await callAs(page, url, "POST", `/api/admin/events/${event.id}/publish`, {});
  const buyer = await page.context().browser()!.newPage(DESKTOP);
  await buy(buyer, event.slug);
  await buyer.close();
}

/** Clicks a seat on the map of an event while the whole hall is shown. */
async function clickSeat(
  page: Page,
  url: string,
  slug: string,
  isWanted: (seat: { row: string; number: string }) => boolean,
): Promise<void> {
  const { id } = await callAs<{ id: string }>(page, url, "GET", `/api/events/${slug}`);
  const chart = await callAs<
    Parameters<typeof fitView>[0] & { seats: { x: number; y: number; row: string; number: string }[] }
  >(
    page,
    url,
    "GET",
    `/api/events/${id}/chart`,
  );
  const { width, height } = (await canvasOf(page).boundingBox())!;
  const position = toScreen(fitView(chart, { width, height }), chart.seats.find(isWanted)!);
  await canvasOf(page).click({ position });
}
