/** Money, time and text in a browser, whose locale data, time zones and Unicode version differ from the server's. */
import assert from "node:assert/strict";
import process from "node:process";
import * as esbuild from "esbuild";
import { currencies } from "@/lib/format/currencies.ts";
import { formatMoney } from "@/lib/format/money.ts";
import { differences, offsetsByIntl, samplesByZone } from "@/lib/format/time_zones_testing.ts";
import { compareNames, foldCase } from "@/lib/text/unicode_forms.ts";
import {
  formDifferences,
  formsInJavaScript,
  knownCharacters,
  textsToNormalize,
} from "@/lib/text/unicode_forms_testing.ts";
import { signIn } from "../program/client.ts";
import { withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";

const AMOUNT = 500_000;

Deno.test(
  "money, time and text are the same in Chromium as on the server",
  { ignore: noChromium },
  (t) =>
    withBrowser(async (browser, { url }) => {
      const page = await browser.newPage({ locale: "en-GB" });

      await t.step("an amount has the same digits in every currency", async () => {
        const money = await bundle("lib/format/money.ts");
        const written = await page.evaluate(async ({ money, codes, amount }) => {
          const { formatMoney } = await import(`data:text/javascript,${encodeURIComponent(money)}`);
          return codes.map((code: string) => [code, formatMoney(amount, code, "en-GB")]);
        }, { money, codes: [...currencies], amount: AMOUNT });
        const digits = (text: string) => text.replaceAll(/[^\d.,]/g, "");
        assert.deepEqual(
          written.map(([code, text]: string[]) => [code, digits(text)]),
          [...currencies].map((code) => [code, digits(formatMoney(AMOUNT, code, "en-GB"))]),
        );
      });

      await t.step("every time zone is known, with the same offsets from 2020 to 2040", async () => {
        const samples = samplesByZone();
        assert.deepEqual(differences(samples, await page.evaluate(offsetsByIntl, samples)), []);
      });

      await t.step("every text whose characters both know has the same four normal forms", async () => {
        const texts = textsToNormalize();
        const { differ, unknown } = formDifferences(texts, await page.evaluate(formsInJavaScript, texts));
        assert.deepEqual(differ, []);
        // More characters than any version of Unicode has added, so Chromium may be one version behind.
        assert.ok(
          unknown < 12_000,
          `Chromium lacks ${unknown} characters of Unicode ${process.versions.unicode}`,
        );
      });

      await t.step("every character folds to the same one, and names are in the same order", async () => {
        const module = await bundle("lib/text/unicode_forms.ts");
        const characters = knownCharacters();
        const folded = await page.evaluate(async ({ module, characters }) => {
          const { foldCase } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
          return characters.map((character: string) => foldCase(character));
        }, { module, characters });
        const known = await page.evaluate(
          (texts) => texts.map((text) => /\p{Assigned}/u.test(text)),
          characters,
        );
        const differ = characters.filter((character, i) => known[i] && folded[i] !== foldCase(character));
        assert.deepEqual(differ, []);
        const names = [
          "Hall 10",
          "zürich",
          "Émile",
          "Zagreb",
          "Łódź",
          "İzmir",
          "Hall 2",
          "eva",
          "東京",
          "Ωδείο",
        ];
        const ordered = await page.evaluate(async ({ module, names }) => {
          const { compareNames } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
          return names.toSorted(compareNames);
        }, { module, names });
        assert.deepEqual(ordered, names.toSorted(compareNames));
      });

      await t.step("a price is the same in the list of prices, in the panel and on the button", async () => {
        const slug = await writeEvent(url);
        await page.goto(`${url}/events/${slug}`);
        await page.locator('.map-status[data-state="live"]').waitFor();
        await page.getByLabel("Seats", { exact: true }).selectOption("1");
        await page.getByRole("button", { name: "Find" }).click();
        await page.locator(".panel-foot a[href^='/checkout/']").waitFor();
        const shown = await page.locator("main").innerText();
        const amounts = [...new Set(shown.match(/HUF\s?[\d.,]*\d/g))].map((text) =>
          text.replaceAll(/\s/g, " ")
        );
        assert.deepEqual(amounts.toSorted(), ["HUF 5,000", "HUF 5,000.00"]);
        await page.locator(".panel-foot a[href^='/checkout/']").click();
        await page.waitForURL(/\/checkout\//);
        const checkout = (await page.locator("main").innerText()).match(/HUF\s?[\d.,]*\d/g) ?? [];
        assert.ok(checkout.length > 0);
        for (const text of checkout) assert.match(text, /^HUF\s5,000(\.00)?$/);
      });
    }),
);

/** Bundles a module with its imports. */
async function bundle(entryPoint: string): Promise<string> {
  const { outputFiles: [{ text }] } = await esbuild.build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: "esm",
  });
  await esbuild.stop();
  return text;
}

/** Creates an event with one price, in a currency without decimals in browsers' ICU. Returns its slug. */
async function writeEvent(url: string): Promise<string> {
  const admin = await signIn(url, "admin@aisle.test");
  const { items } = (await admin.get("/api/admin/charts")).body;
  const hall = items.find(({ seatCount }: { seatCount: number }) => seatCount === 60) ?? items[0];
  const { body } = await admin.get(`/api/admin/charts/${hall.id}`);
  const zones = body.chart.zones.map(({ id, name }: { id: string; name: string }) => ({
    id,
    name,
    price: AMOUNT,
  }));
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const created = await admin.post("/api/admin/events", {
    type: "concert",
    title: `Forints ${crypto.randomUUID().slice(0, 8)}`,
    description: "",
    venueId: hall.venueId,
    chartId: hall.id,
    startsAt: inDays(20),
    endsAt: inDays(20.1),
    currency: "HUF",
    maxSeatsPerBuyer: 4,
    zones,
  });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  assert.equal((await admin.post(`/api/admin/events/${created.body.id}/publish`, {})).status, 200);
  return created.body.slug;
}
