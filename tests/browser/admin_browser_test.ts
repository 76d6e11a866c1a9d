import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { accessibilityFaults, overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

/** Fills the form of a new event that begins a week from now. */
async function fillForm(page: Page, title: string): Promise<void> {
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Film").check();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill("A train, a storm, and nobody who knows the way.");
  await page.getByLabel("Starts").fill(`${day}T20:15`);
  await page.getByLabel("Ends").fill(`${day}T22:00`);
  for (const price of await page.locator(".zone-price input").all()) await price.fill("12.50");
}

async function openNewForm(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin/events`);
  await page.getByRole("link", { name: "New event" }).click();
  await page.getByRole("link", { name: /Lichtspiele Kastanie/ }).click();
}

Deno.test(
  "the administration in a browser",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      // The accessibility check injects a script into the pages.
      const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" });
      const page = await context.newPage();

      await t.step("an organizer is sent to sign in and back", async () => {
        await page.goto(`${url}/admin`);
        await page.getByLabel("Email").fill("organizer@aisle.test");
        await page.getByLabel("Password").fill("aisle-demo");
        await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: "Overview" }).waitFor();
        assert.equal(page.url(), `${url}/admin`);
      });

      await t.step("a draft is created, changed and published, and is then on the public list", async () => {
        await openNewForm(page, url);
        await fillForm(page, "The Branch Line");
        await page.getByRole("button", { name: "Save draft" }).click();
        await page.getByText("Saved as a draft").waitFor();

        const guest = await browser.newPage();
        await guest.goto(`${url}/events?q=branch+line`);
        assert.equal(await guest.getByRole("link", { name: "The Branch Line" }).count(), 0);

        await page.getByLabel("Title").fill("The Last Branch Line");
        await page.getByRole("button", { name: "Save and publish" }).click();
        await page.getByText("Published", { exact: true }).waitFor();
        await guest.goto(`${url}/events?q=branch+line`);
        await guest.getByRole("link", { name: "The Last Branch Line" }).waitFor();
        await guest.close();
      });

      await t.step("choosing another hall shows its prices and keeps what was typed", async () => {
        await openNewForm(page, url);
        await page.getByLabel("Title").fill("Moved");
        await page.getByLabel("Hall").selectOption({
          label: "The Tin Lantern · 60 seats",
        });
        await page.getByRole("button", { name: "Show its prices" }).click();
        await page.getByLabel("Facing the stage").waitFor();
        assert.equal(await page.getByLabel("Title").inputValue(), "Moved");
      });

      await t.step("a refused form lists its errors as links that are large enough", async () => {
        await openNewForm(page, url);
        await page.locator("#event-form").evaluate((form: HTMLFormElement) => form.noValidate = true);
        await page.getByRole("button", { name: "Save draft" }).click();
        await page.getByRole("link", { name: "Enter a title of up to 120 characters." }).waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
      });

      await t.step(
        "the link that cancels an event is below the form, not in the bar with the button that saves",
        async () => {
          await page.goto(`${url}/admin/events?q=nachtbus`);
          await page.getByRole("link", { name: "Nachtbus 42", exact: true }).click();
          await page.getByRole("link", { name: "Edit", exact: true }).click();
          await page.setViewportSize({ width: 360, height: 780 });
          const bar = page.locator(".form-actions");
          assert.deepEqual(await bar.getByRole("button").allTextContents(), ["Save"]);
          assert.equal(await bar.getByRole("link").count(), 0);
          const cancel = page.getByRole("link", { name: /^Cancel event/ });
          await cancel.scrollIntoViewIfNeeded();
          const [save, end] = await Promise.all([bar.boundingBox(), cancel.boundingBox()]);
          assert.ok(end!.y > save!.y + save!.height, "the link is not below the bar");
          await page.setViewportSize({ width: 1280, height: 900 });
        },
      );

      await t.step(
        "the pages of an event can be used by keyboard, and a long table keeps its labels in sight",
        async () => {
          for (const tab of ["Sales", "Map", "Bookings"]) {
            await page.getByRole("link", { name: tab, exact: true }).focus();
            await page.keyboard.press("Enter");
            await page.waitForURL(new RegExp(`/${tab.toLowerCase()}$`));
            assert.match(await page.title(), new RegExp(`^${tab} · Nachtbus 42`));
          }
          await page.locator("tbody tr").last().scrollIntoViewIfNeeded();
          const label = await page.getByRole("columnheader", { name: "Buyer" }).boundingBox();
          const header = await page.locator(".site-header").boundingBox();
          assert.ok(Math.abs(label!.y - (header!.y + header!.height)) <= 1, `${label!.y}`);
        },
      );

      await t.step("a draft is deleted after a confirmation", async () => {
        await openNewForm(page, url);
        await fillForm(page, "Never Shown");
        await page.getByLabel("Title").press("Enter");
        await page.getByText("Saved as a draft").waitFor();
        await page.getByRole("link", { name: /^Delete/ }).click();
        await page.getByRole("button", { name: "Delete the event" }).click();
        await page.getByText("Deleted", { exact: true }).waitFor();
        await page.getByRole("link", { name: "Drafts" }).click();
        assert.equal(await page.getByRole("link", { name: "Never Shown" }).count(), 0);
      });

      await t.step("each page fits a phone and passes the accessibility check", async () => {
        await page.goto(`${url}/admin/events`);
        const sales = await page.getByRole("link", { name: "Nachtbus 42", exact: true }).getAttribute("href");
        const edit = sales!.replace(/\/sales$/, "");
        const gallery = `${url}/admin/events/new`;
        await page.goto(gallery);
        const form = await page.getByRole("link", { name: /Lichtspiele Kastanie/ }).getAttribute("href");
        await page.goto(`${url}${edit}/bookings`);
        const refund = await page.getByRole("link", { name: /^Refund booking/ }).first().getAttribute("href");
        const paths = [
          edit,
          "/admin?days=90",
          sales!,
          ...[`${edit}/map`, `${edit}/bookings?q=a`, `${edit}/bookings?q=nobody`],
          ...[`${edit}/bookings`, `${edit}/delete`, `${edit}/cancel`],
          ...[refund, form, "/admin/events?view=drafts", "/admin/checkin"],
        ];
        for (const path of paths) {
          await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
          await page.setViewportSize({ width: 360, height: 780 });
          await page.goto(url + path);
          assert.equal(await overflowX(page), 0, `${path}`);
          assert.deepEqual(await accessibilityFaults(page), [], `${path} on a phone`);
          await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
          await page.setViewportSize({ width: 1280, height: 900 });
          assert.deepEqual(await accessibilityFaults(page), [], `${path} in dark colours, wide`);
        }
        await context.close();
      });
    }),
);
