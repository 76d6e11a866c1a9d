/** An organizer adds artwork to an event, without scripts. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { halves } from "@/lib/posters/testing.ts";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login?next=/admin/events`);
  await page.getByLabel("Email").fill("organizer@aisle.test");
  await page.getByLabel("Password").fill("aisle-demo");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
}

Deno.test(
  "an organizer uploads artwork, sets its focus with a click and removes it, without scripts",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const { items: [event] } = await (await fetch(`${url}/api/events?q=harmonium`)).json();
      const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 800 },
      });
      const page = await context.newPage();
      const picture = { name: "halves.jpg", mimeType: "image/jpeg", buffer: Buffer.from(await halves()) };
      const focusOf = async () =>
        (await (await fetch(`${url}/api/events/${event.id}`)).json()).poster.artwork?.focus;

      await t.step("a file that is not a picture is refused with an explanation", async () => {
        await signIn(page, url);
        await page.goto(`${url}/admin/events/${event.id}/artwork`);
        await page.getByLabel("Picture").setInputFiles({ ...picture, buffer: Buffer.from("<svg/>") });
        await page.getByRole("button", { name: "Upload" }).click();
        await page.getByText("This file is not a readable JPEG, PNG, WebP or AVIF picture").waitFor();
        assert.equal(await focusOf(), undefined);
      });

      await t.step("an uploaded picture gets its focus in the middle", async () => {
        await page.getByLabel("Picture").setInputFiles(picture);
        await page.getByRole("button", { name: "Upload" }).click();
        await page.getByText("Artwork saved").waitFor();
        assert.deepEqual(await focusOf(), { x: 50, y: 50 });
        assert.ok(await overflowX(page) <= 0);
      });

      await t.step("a click on the picture makes that point the focus", async () => {
        const shown = page.getByRole("button", { name: "Set the focus by clicking the picture" });
        const { width, height } = (await shown.boundingBox())!;
        await shown.click({ position: { x: width * 0.75, y: height * 0.25 } });
        await page.getByText("Saved.").waitFor();
        const { x, y } = await focusOf();
        assert.ok(Math.abs(x - 75) <= 1 && Math.abs(y - 25) <= 1, `${x}, ${y}`);
        assert.equal(await page.getByLabel("From the left, in percent").inputValue(), String(x));
      });

      await t.step("the focus and a description can be set by keyboard", async () => {
        await page.getByLabel("From the left, in percent").fill("10");
        await page.getByLabel("What the picture shows").fill("Red beside blue");
        await page.keyboard.press("Enter");
        await page.getByText("Saved.").waitFor();
        assert.equal((await focusOf()).x, 10);
      });

      await t.step(
        "guests see the artwork around its focus, in a size that suits their screen",
        async () => {
          const guest = await browser.newPage({ viewport: { width: 1440, height: 900 } });
          await guest.goto(`${url}/events/${event.slug}`);
          const artwork = guest.getByRole("img", { name: "Red beside blue" });
          await artwork.waitFor();
          const { source, position, fit, box } = await artwork.evaluate((img: HTMLImageElement) => {
            const { objectPosition: position, objectFit: fit } = getComputedStyle(img);
            const { width, height } = img.getBoundingClientRect();
            return { source: img.currentSrc, position, fit, box: width / height };
          });
          assert.match(source, /\/400\.webp$/);
          assert.match(position, /^10% \d+%$/);
          assert.equal(fit, "cover");
          assert.ok(Math.abs(box - 3 / 4) < 0.01, `${box}`);
          await guest.close();
        },
      );

      await t.step("the artwork page passes the accessibility check", async () => {
        const checked = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" });
        const wide = await checked.newPage();
        await signIn(wide, url);
        await wide.goto(`${url}/admin/events/${event.id}/artwork`);
        assert.deepEqual(await accessibilityFaults(wide), []);
        await checked.close();
      });

      await t.step("once the artwork is removed, the drawn poster is back", async () => {
        await page.getByRole("button", { name: "Remove artwork" }).click();
        await page.getByText("Artwork removed").waitFor();
        assert.equal(await focusOf(), undefined);
        await page.getByRole("heading", { name: "Drawn poster" }).waitFor();
      });
    }),
);
