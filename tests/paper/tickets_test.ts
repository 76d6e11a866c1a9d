/** Tickets as printed: rendered and read by Poppler and ZBar. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Language, LANGUAGES } from "@/lib/i18n/words.ts";
import { qrCode, QUIET_ZONE } from "@/lib/print/qr.ts";
import { type PrintedBooking, ticketsPdf } from "@/lib/tickets/pdf.ts";
import { booking, event } from "@/lib/tickets/testing.ts";
import { inkOutside, noPaperTools, type PaperBox, readCode, readText, renderPages } from "./paper.ts";

const options = { ignore: noPaperTools };
const BYTES_MAX = 200 * 1024;

/** Event titles, each with the venue's country and the reader's locale. */
const SCRIPTS = [
  {
    script: "Latin",
    title: "Žižkov Café: Crème brûlée",
    country: "CZ",
    locale: "cs",
    date: "pátek 4. prosince 2026",
  },
  {
    script: "Vietnamese",
    title: "Đêm nhạc Trịnh Công Sơn",
    country: "VN",
    locale: "vi",
    date: "4 tháng 12, 2026",
  },
  {
    script: "Cyrillic",
    title: "Щелкунчик: Йод",
    country: "RU",
    locale: "ru",
    date: "пятница, 4 декабря 2026",
  },
  { script: "Greek", title: "Ηλέκτρα του Σοφοκλή", country: "GR", locale: "el", date: "4 Δεκεμβρίου 2026" },
  { script: "Hebrew", title: "לילה בתל אביב", country: "IL", locale: "he", date: "בדצמבר" },
  { script: "Arabic", title: "ليلة الأوبرا المصرية", country: "EG", locale: "ar-EG", date: "ديسمبر" },
  { script: "Persian", title: "شب موسیقی تهران", country: "IR", locale: "fa", date: "آذر" },
  { script: "Devanagari", title: "राष्ट्रीय नाट्य विद्यालय", country: "IN", locale: "hi", date: "4 दिसंबर 2026" },
  { script: "Thai", title: "น้ำตาแสงใต้", country: "TH", locale: "th", date: "ธันวาคม" },
  {
    script: "simplified Chinese",
    title: "北京国际音乐节",
    country: "CN",
    locale: "zh-CN",
    date: "2026年12月4日",
  },
  {
    script: "traditional Chinese",
    title: "臺北愛樂交響曲",
    country: "TW",
    locale: "zh-TW",
    date: "2026年12月4日",
  },
  { script: "Japanese", title: "第九「合唱」ガラ", country: "JP", locale: "ja", date: "2026年12月4日" },
  { script: "emoji", title: "Rock 🎸 night", country: "US", locale: "en", date: "December 4, 2026" },
  { script: "Korean", title: "서울시립교향악단", country: "KR", locale: "ko", date: "2026년 12월 4일" },
];

/** Text from a page without the white space and direction marks that the layout adds. */
const readable = (text: string) =>
  text.normalize("NFC").replace(/[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, "");

for (const { script, title, country, locale, date } of SCRIPTS) {
  Deno.test(
    `a title in ${script} prints in either normal form, with the date in the reader's language`,
    options,
    async () => {
      const there = { ...event, venue: { ...event.venue, country } };
      const [nfc, nfd] = await Promise.all(
        ["NFC", "NFD"].map((form) => ticketsPdf(booking, { ...there, title: title.normalize(form) }, locale)),
      );
      const [page] = await readText(nfc);
      assert.ok(readable(page).includes(readable(title)), `${title}\nis not in\n${page}`);
      assert.ok(readable(page).includes(readable(date)), `${date}\nis not in\n${page}`);
      assert.deepEqual(await readText(nfd), await readText(nfc));
      assert.ok(nfc.length < BYTES_MAX);
    },
  );
}

Deno.test("a ticket is in its reader's language", options, async () => {
  const [first, , standing] = await readText(await ticketsPdf(booking, event, "de"));
  const words = first.replaceAll(/\s+/g, " ");
  for (
    const text of [
      "Freitag, 4. Dezember 2026 um 20:00 Uhr",
      "Einlass 19:00 Uhr",
      "Bereich",
      "Reihe",
      "Platz",
      "45,50 €",
      "Buchung",
      "Ticket 1 von 3",
    ]
  ) assert.ok(words.includes(text), `${text}\nis not in\n${words}`);
  assert.match(standing, /^Stehplatz$/m);
  assert.doesNotMatch(first + standing, /Doors|Section|Row|Seat|Booking|\bof\b/);
});

/** With its quiet zone. */
const QR: PaperBox = { x: 270.77, y: 34, width: 132, height: 132 };

/** Hostile titles and place names. */
const HOSTILE = {
  "an endless word": "A".repeat(300),
  "sixty emoji": "🎸👩‍👩‍👧‍👦🇵🇱".repeat(20),
  "Arabic with Latin and digits": "ليلة Jazz 2026 (مع Miles Davis) 12:30 في القاهرة ".repeat(4),
  "Thai without spaces": "ความรักที่ยิ่งใหญ่ในกรุงเทพมหานครอมรรัตนโกสินทร์".repeat(4),
  "stacks of marks": "Z\u0351\u036b\u0343\u032a\u0302\u036b\u033d\u034f\u0334\u0319\u0324".repeat(30),
  "marks without a letter": "\u0301\u0302\u0303 \u0e49\u0e33 \u0651\u064e",
  "overrides and zero width": "\u202eSeat\u200b 1\u2066\u2069\u202c\ufeff\u200d\u00ad\u3164\u2800 row\u202d",
  "breaks and controls": "one\ntwo\r\n\u2028three\u0007\u0000\ttab",
  "many scripts": "東京タワー Ηλέκτρα שלום सङ्गीत 서울 ไทย Щука አዲስ ༄༅ 𐍈",
  "wide characters": "﷽".repeat(12) + "꧅".repeat(12) + "𒐫".repeat(12),
  "halves of surrogate pairs": "\ud83c A \udfb8",
  "nothing": "\u200b",
};

for (const [what, text] of Object.entries(HOSTILE)) {
  Deno.test(`every text stays in its field and the code is readable: ${what}`, options, async () => {
    for (const language of LANGUAGES) await assertInFields(text, language);
  });
}

Deno.test(
  "whatever the title and place names, every text stays in its field",
  options,
  async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(...Object.values(HOSTILE), ...SCRIPTS.map(({ title }) => title)),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.constantFrom(" ", "\u0301", "\u200d", "\u202e", "(", "»", "-", "12", "\u00a0"),
    );
    const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));
    const language = fc.constantFrom(...LANGUAGES);
    await fc.assert(fc.asyncProperty(text, language, assertInFields), { numRuns: 40 });
  },
);

/** Prints a text in every field of a ticket, and checks that it stays there and the code is readable. */
async function assertInFields(text: string, language: Language): Promise<void> {
  const [ticket] = booking.tickets;
  const seat = { ...booking.seats[0], section: text, row: text, number: text };
  const one: PrintedBooking = { ...booking, seats: [seat], tickets: [ticket] };
  const was = {
    chartId: "1",
    hall: text,
    venue: { ...event.venue, name: text },
    startsAt: "2026-12-03T19:00:00Z",
  };
  const moment = { ...was, endsAt: was.startsAt, doorsAt: was.startsAt };
  const pdf = await ticketsPdf(one, {
    ...event,
    title: text,
    venue: { ...event.venue, name: text, city: text, address: text },
    zones: event.zones.map((zone) => ({ ...zone, name: text })),
    changes: [{
      at: "2026-11-23T00:00:00Z",
      was: moment,
      became: { ...moment, startsAt: event.startsAt.toISOString() },
      cancelUntil: null,
    }],
  }, language);
  assert.ok(pdf.length < BYTES_MAX, `${pdf.length} bytes`);
  const [page] = await renderPages(pdf);
  assert.equal(inkOutside(page, FIELDS), undefined);
  assert.equal(await readCode(page), ticket.token);
}

const { size: MODULES } = qrCode(booking.tickets[0].token);
const QUIET = QUIET_ZONE * QR.width / (MODULES + 2 * QUIET_ZONE);

/** Where a ticket may have ink: outline, perforation, event, seat, and the code without its quiet zone. */
const FIELDS: PaperBox[] = [
  { x: 9, y: 9, width: 402, height: 2 },
  { x: 9, y: 286.6, width: 402, height: 2 },
  { x: 9, y: 9, width: 2, height: 280 },
  { x: 408.5, y: 9, width: 2, height: 280 },
  ...[9, 400.5].flatMap((x) => [9, 278.6].map((y) => ({ x, y, width: 10, height: 10 }))),
  { x: 256, y: 9, width: 16, height: 9 },
  { x: 256, y: 279, width: 16, height: 9 },
  { x: 263, y: 9, width: 2, height: 279 },
  { x: 26, y: 26, width: 212, height: 171.7 },
  { x: 26, y: 205.6, width: 115.2, height: 46 },
  { x: 151.2, y: 205.6, width: 38.4, height: 46 },
  { x: 199.6, y: 205.6, width: 38.4, height: 46 },
  { x: 26, y: 258.6, width: 212, height: 13 },
  { x: QR.x + QUIET, y: QR.y + QUIET, width: QR.width - 2 * QUIET, height: QR.height - 2 * QUIET },
  { x: QR.x, y: QR.y + QR.height, width: QR.width, height: 100 },
];

Deno.test("a file of four tickets is small, and each page has its own code", options, async () => {
  const tickets = Array.from(
    { length: 4 },
    (_, index) => ({ ...booking.tickets[0], token: `TICKET${index}` }),
  );
  for (const { title, locale } of SCRIPTS) {
    const pdf = await ticketsPdf({ ...booking, tickets }, { ...event, title }, locale);
    assert.ok(pdf.length < BYTES_MAX, `${title}: ${pdf.length} bytes`);
  }
  const pages = await renderPages(await ticketsPdf({ ...booking, tickets }, event, "en"));
  assert.deepEqual(await Promise.all(pages.map(readCode)), tickets.map(({ token }) => token));
});
