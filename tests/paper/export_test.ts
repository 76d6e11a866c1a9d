/** Exports of personal data, rendered by Poppler: text in every script, inside the margins. */
import assert from "node:assert/strict";
import { exportPdf, type PrintedData } from "@/lib/privacy/export_pdf.ts";
import { noPaperTools, readText, renderPages } from "./paper.ts";

const none = { items: [], hasMore: false };

function dataOf(name: string, change: Partial<PrintedData["lists"]> = {}): PrintedData {
  return {
    exportedAt: "2027-03-01T12:00:00.000Z",
    account: {
      id: "01977f6e-0a52-7d1f-8f3e-5b1d2c9e7a01",
      email: "ada@example.org",
      emailConfirmed: true,
      name,
      role: "visitor",
      locale: null,
      createdAt: "2027-01-12T10:00:00.000Z",
      factors: ["totp"],
      identities: [],
    },
    lists: {
      sessions: none,
      passkeys: none,
      links: none,
      holds: none,
      bookings: none,
      messages: none,
      audit: none,
      ...change,
    },
  };
}

const message = (n: number, text: string) => ({
  id: crypto.randomUUID(),
  kind: "confirmation",
  recipient: "ada@example.org",
  subject: `Message ${n}`,
  text,
  createdAt: "2027-02-01T10:00:00.000Z",
  sentAt: null,
  bookingId: null,
});

const names = [
  "Zoë Ångström",
  "Αντιγόνη Παππά",
  "Ярослав Їжак",
  "山田 太郎",
  "김민준",
  "นภา ใจดี",
  "आशा शर्मा",
  "שרה כהן",
  "ليلى حداد",
];

Deno.test({
  name: "names in every script are printed and can be copied",
  ignore: noPaperTools,
  async fn() {
    for (const name of names) {
      const [page] = await readText(await exportPdf(dataOf(name), "en"));
      const letters = (text: string) =>
        [...text.normalize("NFKC").replaceAll(/[^\p{L}\p{M}]/gu, "")].toSorted().join("");
      const line = page.split("\n").find((line) => letters(line).includes(letters(name))) ??
        page.split("\n").map(letters).join(" ");
      assert.ok(letters(line).includes(letters(name)), `${name} in ${page}`);
    }
  },
});

Deno.test({
  name: "long texts flow over as many pages as they need, with nothing outside the margins",
  ignore: noPaperTools,
  async fn() {
    const text = "Hello Ada,\n\n" + "A sentence that goes on for a while, as they do. ".repeat(60) + "\n" +
      `https://tickets.example.org/${"x".repeat(300)}\n\nThe last line.`;
    const items = Array.from({ length: 12 }, (_, n) => message(n, text));
    const pdf = await exportPdf(dataOf("Ada", { messages: { items, hasMore: true } }), "de");
    const pages = await readText(pdf);
    assert.ok(pages.length > 5);
    const whole = pages.join("\n");
    assert.equal(whole.match(/The last line\./g)?.length, 12);
    assert.equal(whole.match(/goes\s+on\s+for\s+a\s+while/g)?.length, 12 * 60);
    assert.match(whole, /nur die neuesten 200/);
    for (const { width, height, dots } of await renderPages(pdf)) {
      const margin = 40 * 3;
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const isOutside = x < margin || x >= width - margin || y < margin;
          if (isOutside && dots[y * width + x] < 128) assert.fail(`ink at ${x / 3}, ${y / 3}`);
        }
      }
    }
  },
});
