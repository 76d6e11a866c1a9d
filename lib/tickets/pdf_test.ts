import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import { ticketsPdf } from "./pdf.ts";
import { booking, event } from "./testing.ts";

/** One character per byte; a TextDecoder for "latin1" would decode windows-1252. */
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/** The text that a PDF shows, page by page, decoded with the fonts' ToUnicode tables. */
function readPages(bytes: Uint8Array): string[] {
  const file = latin1(bytes);
  const objects = new Map<string, string>();
  for (const [, id, body] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id, body);
  const stream = (id: string): string => {
    const body = objects.get(id) ?? "";
    const start = body.indexOf("stream\n") + "stream\n".length;
    const data = Buffer.from(body.slice(start, body.lastIndexOf("\nendstream")), "latin1");
    return body.includes("/FlateDecode") ? latin1(inflateSync(data)) : latin1(data);
  };
  const reference = (body: string, key: string) => new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1] ?? "";
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  return pages.map((page) => {
    const resources = objects.get(reference(page, "Resources")) ?? page;
    const fonts = new Map<string, string[]>();
    for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name, glyphMeanings(stream(reference(objects.get(id) ?? "", "ToUnicode"))));
    }
    let meanings: string[] = [];
    let text = "";
    for (const [token] of stream(reference(page, "Contents")).matchAll(/\/F\d+|<[0-9a-f]+>|\bET\b/g)) {
      if (token.startsWith("/")) meanings = fonts.get(token.slice(1)) ?? [];
      else if (token === "ET") text += "\n";
      else for (const [glyph] of token.matchAll(/[0-9a-f]{4}/g)) text += meanings[parseInt(glyph, 16)] ?? "?";
    }
    return text;
  });
}

function glyphMeanings(map: string): string[] {
  const list = /beginbfrange([\s\S]*?)endbfrange/.exec(map)?.[1] ?? "";
  const entries = list.slice(list.indexOf("[")).matchAll(/<([0-9a-f ]*)>/g);
  return [...entries].map(([, hex]) =>
    String.fromCharCode(...hex.trim().split(/\s+/).filter(Boolean).map((unit) => parseInt(unit, 16)))
  );
}

Deno.test("each ticket has a page with the event, time, venue, seat, price and booking code", async () => {
  const pages = readPages(await ticketsPdf(booking, event, "en-GB"));
  assert.equal(pages.length, 3);
  for (
    const part of [
      "Pieśni nocy",
      "Friday, 4 December 2026 at 20:00",
      "Doors 19:00",
      "Teatr Wielki, Łódź",
      "plac Dąbrowskiego 1",
      "Section",
      "Parterre",
      "Row",
      "Seat",
      "Stalls",
      "€45.50",
      "K7QX-2MVD",
    ]
  ) assert.ok(pages[0].replaceAll(/[\s\u00a0]+/g, " ").includes(part), `${part}\nis not in\n${pages[0]}`);
  assert.match(pages[0], /^12$/m);
  assert.match(pages[1], /^13$/m);
  pages.forEach((page, index) => assert.ok(page.includes(`Ticket ${index + 1} of 3`)));
});

Deno.test("a standing place has neither row nor seat", async () => {
  const [, , standing] = readPages(await ticketsPdf(booking, event, "en"));
  assert.match(standing, /^Place$/m);
  assert.match(standing, /^Floor$/m);
  assert.doesNotMatch(standing, /^(Row|Seat)$/m);
});

Deno.test("dates are in the reader's language if a font has its letters, otherwise in English", async () => {
  const dateOf = async (locale: string) =>
    (await firstPage(locale)).split("\n").find((line) => line.includes("2026"));
  const firstPage = async (locale: string) => readPages(await ticketsPdf(booking, event, locale))[0];
  assert.match(await dateOf("pl") ?? "", /piątek, 4 grudnia 2026/);
  assert.match(await dateOf("ru") ?? "", /пятница, 4 декабря 2026/);
  assert.match(await dateOf("am") ?? "", /Friday, December 4, 2026/);
});

Deno.test("a file has its title in the reader's language, and declares that language", async () => {
  const file = latin1(await ticketsPdf(booking, { ...event, title: "Night Music" }, "de-AT"));
  assert.match(file, /\(Night Music: Tickets der Buchung K7QX-2MVD\)/);
  assert.match(file, /\/Lang \(de\)/);
});

Deno.test("a title of any length and script fits its ticket's page", async () => {
  for (const title of ["Щелкунчик", "Ηλέκτρα", "東京の夜", "A".repeat(300), "word ".repeat(80), "🎸"]) {
    assert.equal(readPages(await ticketsPdf(booking, { ...event, title }, "en")).length, 3, title);
  }
  const [page] = readPages(await ticketsPdf(booking, { ...event, title: "Щелкунчик" }, "en"));
  assert.ok(page.includes("Щелкунчик"), page);
});

Deno.test("the same booking yields the same bytes", async () => {
  assert.deepEqual(await ticketsPdf(booking, event, "en"), await ticketsPdf(booking, event, "en"));
});
