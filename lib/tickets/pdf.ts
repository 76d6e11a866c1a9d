/** Tickets on paper: a PDF with a page for each, black on white. */
import { Buffer } from "node:buffer";
import PDFDocument from "pdfkit";
import type { BookingView } from "@/lib/bookings/view.ts";
import { changeSince, inWords } from "@/lib/events/changes.ts";
import { formatDate } from "@/lib/events/dates.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { formatMoney } from "@/lib/events/money.ts";
import { qrCode, QUIET_ZONE } from "./qr.ts";

type Pdf = InstanceType<typeof PDFDocument>;
type Weight = "regular" | "bold";
/** The site's face, and another with Greek and Cyrillic letters (see fonts/README.md). */
type Font = Weight | "other";

/** A box in points, 72 to the inch. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is printed of a booking and of its event. */
export type PrintedBooking = Pick<BookingView, "code" | "createdAt" | "currency" | "seats" | "tickets">;
export type PrintedEvent = Pick<
  EventRecord,
  "title" | "startsAt" | "doorsAt" | "venue" | "zones" | "changes"
>;

/** One page, with all that is the same on each page of the booking. */
interface Page {
  booking: PrintedBooking;
  event: PrintedEvent;
  locale: string;
  ticket: BookingView["tickets"][number];
  seat: BookingView["seats"][number];
  /** From 1. */
  number: number;
}

// A6, landscape: the size of a ticket when it is printed, and large enough to be read on a phone.
const WIDTH = 419.53;
const HEIGHT = 297.64;
const MARGIN = 26;
const STUB_X = 264;
const MAIN: Box = { x: MARGIN, y: MARGIN, width: STUB_X - 2 * MARGIN, height: HEIGHT - 2 * MARGIN };
const STUB: Box = { x: STUB_X, y: MARGIN, width: WIDTH - STUB_X, height: HEIGHT - 2 * MARGIN };
const NOTCH_RADIUS = 7;
const INK = "#000";
const QUIET = "#444";

/**
 * The tickets of a confirmed booking, a page each, in the order of their seats. Times are the venue's, dates and money in
 * the words of `locale`. The same booking gives the same bytes.
 *
 * Latin, Greek and Cyrillic letters print. Any other letter of a title or a name prints as an empty box; dates in such
 * a language are written in English instead.
 */
export async function ticketsPdf(
  booking: PrintedBooking,
  event: PrintedEvent,
  locale: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument({
    size: [WIDTH, HEIGHT],
    margin: 0,
    autoFirstPage: false,
    lang: "en",
    displayTitle: true,
    info: {
      Title: `${event.title}: tickets of booking ${booking.code}`,
      Creator: "Aisle",
      Producer: "Aisle",
      CreationDate: new Date(booking.createdAt),
    },
  });
  const bytes = collect(pdf);
  for (const [name, data] of Object.entries(await loadFonts())) pdf.registerFont(name, data);
  const pageLocale = printable(pdf, locale, event);
  booking.tickets.forEach((ticket, index) => {
    const seat = booking.seats.find(({ id }) => id === ticket.seatId);
    if (!seat) throw new Error(`ticket ${ticket.id} is for a seat that its booking does not have`);
    pdf.addPage();
    drawTicket(pdf, { booking, event, locale: pageLocale, ticket, seat, number: index + 1 });
  });
  pdf.end();
  return await bytes;
}

function collect(pdf: Pdf): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    pdf.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on("error", reject);
  });
}

function drawTicket(pdf: Pdf, page: Page): void {
  drawEdges(pdf);
  drawEvent(pdf, page);
  drawSeat(pdf, page);
  drawStub(pdf, page);
}

/** The outline and the perforation, with a notch at each end of it. */
function drawEdges(pdf: Pdf): void {
  const inset = 10;
  const [left, top, right, bottom] = [inset, inset, WIDTH - inset, HEIGHT - inset];
  pdf.lineWidth(0.75).strokeColor(INK).roundedRect(left, top, right - left, bottom - top, 8).stroke();
  for (const y of [top, bottom]) {
    // White over the outline, then a half circle that opens outwards.
    pdf.circle(STUB_X, y, NOTCH_RADIUS).fill("#fff");
    const inwards = y === top ? 1 : -1;
    pdf.path(
      `M ${STUB_X - NOTCH_RADIUS} ${y} A ${NOTCH_RADIUS} ${NOTCH_RADIUS} 0 0 ${inwards === 1 ? 0 : 1} ` +
        `${STUB_X + NOTCH_RADIUS} ${y}`,
    ).stroke(INK);
  }
  pdf.moveTo(STUB_X, top + NOTCH_RADIUS + 4).lineTo(STUB_X, bottom - NOTCH_RADIUS - 4).dash(2, { space: 3 })
    .stroke(INK).undash();
}

/** What, when and where, from the top of the main part. */
function drawEvent(pdf: Pdf, { event, booking, locale }: Page): void {
  const { venue, startsAt, doorsAt } = event;
  let y = MAIN.y;
  const line = (text: string, weight: Weight, size: number, color = INK, maxHeight = 30) => {
    y += write(pdf, text, { ...MAIN, y, height: maxHeight }, { weight, size, color });
  };
  line(event.title, "bold", 22, INK, 80);
  y += 8;
  line(formatDate(startsAt, locale, venue.timeZone, "full"), "bold", 11, INK, 28);
  if (doorsAt) line(`Doors ${formatDate(doorsAt, locale, venue.timeZone, "time")}`, "regular", 10, QUIET);
  y += 6;
  line(`${venue.name}, ${venue.city}`, "regular", 10, INK, 26);
  if (venue.address) line(venue.address, "regular", 9, QUIET, 24);
  const change = changeSince(event.changes, new Date(booking.createdAt));
  if (change) line(inWords(change.was, change.became, locale).sentence, "regular", 8, QUIET, 30);
}

/** The place, large, at the foot of the main part; standing places have neither row nor seat. */
function drawSeat(pdf: Pdf, { seat, event, booking, locale }: Page): void {
  const parts = [
    { label: seat.number ? "Section" : "Place", value: seat.section, share: 3 },
    ...(seat.row ? [{ label: "Row", value: seat.row, share: 1 }] : []),
    ...(seat.number ? [{ label: "Seat", value: seat.number, share: 1 }] : []),
  ];
  const bottom = MAIN.y + MAIN.height;
  const zone = event.zones.find(({ id }) => id === seat.zone)?.name ?? seat.zone;
  const price = formatMoney(seat.price, booking.currency, locale);
  write(pdf, `${zone}  ·  ${price}`, { ...MAIN, y: bottom - 13, height: 13 }, { size: 10, color: QUIET });

  const gap = 10;
  const unit = (MAIN.width - gap * (parts.length - 1)) / parts.reduce((sum, { share }) => sum + share, 0);
  let x = MAIN.x;
  for (const { label, value, share } of parts) {
    const width = unit * share;
    write(pdf, label, { x, y: bottom - 66, width, height: 12 }, { size: 9, color: QUIET });
    write(pdf, value, { x, y: bottom - 54, width, height: 34 }, { weight: "bold", size: 26, oneLine: true });
    x += width + gap;
  }
}

/** What is checked at the door: the code, and its number in words for when it can't be read. */
function drawStub(pdf: Pdf, { ticket, booking, number }: Page): void {
  const side = 132;
  const x = STUB.x + (WIDTH - 10 - STUB.x - side) / 2;
  drawQr(pdf, ticket.token, { x, y: STUB.y + 8, width: side, height: side });
  const row = (offset: number, height: number): Box => ({
    x,
    y: STUB.y + side + offset,
    width: side,
    height,
  });
  write(pdf, "Booking", row(20, 12), { size: 9, color: QUIET, align: "center" });
  write(pdf, booking.code, row(32, 22), { weight: "bold", size: 17, align: "center", oneLine: true });
  const count = `Ticket ${number} of ${booking.tickets.length}`;
  write(pdf, count, row(56, 12), { size: 9, color: QUIET, align: "center" });
  write(pdf, "Aisle", row(84, 16), { weight: "bold", size: 12, align: "center" });
}

/** The box includes the quiet zone. */
function drawQr(pdf: Pdf, text: string, box: Box): void {
  const { size, runs } = qrCode(text);
  const module = box.width / (size + 2 * QUIET_ZONE);
  for (const run of runs) {
    const [x, y] = [box.x + (run.x + QUIET_ZONE) * module, box.y + (run.y + QUIET_ZONE) * module];
    pdf.rect(x, y, run.length * module, module);
  }
  pdf.fill(INK);
}

interface TextStyle {
  /** The wished size in points; it shrinks until the text fits its box. */
  size: number;
  weight?: Weight;
  color?: string;
  align?: "left" | "center";
  oneLine?: boolean;
}

/** Sizes below this can't be read; a text that is longer still ends in an ellipsis. */
const SIZE_MIN = 7;

/** Where the line that letters stand on is, as a share of their size. */
const BASELINE = 0.93;

/** Writes a text into its box and answers the height that it took. */
function write(pdf: Pdf, text: string, box: Box, style: TextStyle): number {
  const { weight = "regular", color = INK, align = "left", oneLine = false } = style;
  const words = withoutRareSpaces(text);
  const layout = { width: box.width, align, lineGap: 0, height: box.height, ellipsis: true };
  pdf.font(fontFor(pdf, words, weight)).fillColor(color);
  const fits = (size: number) => {
    pdf.fontSize(size);
    return oneLine
      ? pdf.widthOfString(words) <= box.width
      : pdf.heightOfString(words, { width: box.width }) <= box.height && longestWord(pdf, words) <= box.width;
  };
  let { size } = style;
  while (size > SIZE_MIN && !fits(size)) size -= 0.5;
  // One that had to shrink stands on the same line as its neighbours.
  const y = oneLine ? box.y + (style.size - size) * BASELINE : box.y;
  pdf.fontSize(size).text(words, box.x, y, layout);
  return Math.min(pdf.heightOfString(words, { width: box.width }), box.height);
}

function longestWord(pdf: Pdf, text: string): number {
  return Math.max(...text.split(" ").map((word) => pdf.widthOfString(word)));
}

/** Intl puts narrow spaces and unbreakable hyphens into dates and prices, which fonts often lack. */
function withoutRareSpaces(text: string): string {
  return text.replaceAll(/[\u2009\u202f]/g, "\u00a0").replaceAll("\u2011", "-");
}

/** The site's face where it has every letter of the text, else the one with more letters. */
function fontFor(pdf: Pdf, text: string, weight: Weight): Font {
  return hasLetters(pdf, weight, text) ? weight : "other";
}

/** The locale itself, or English when its dates use letters that no font here has. */
function printable(pdf: Pdf, locale: string, { startsAt, venue }: PrintedEvent): string {
  const date = withoutRareSpaces(formatDate(startsAt, locale, venue.timeZone, "full"));
  return hasLetters(pdf, "regular", date) || hasLetters(pdf, "other", date) ? locale : "en";
}

/** pdfkit does not say which letters a font has; the font that it has opened does. */
interface OpenedFont {
  _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

function hasLetters(pdf: Pdf, font: Font, text: string): boolean {
  const { font: face } = (pdf.font(font) as unknown as OpenedFont)._font;
  return [...text].every((letter) => face.hasGlyphForCodePoint(letter.codePointAt(0)!));
}

let fonts: Promise<Record<Font, Uint8Array>> | undefined;

/** Read when the first ticket is drawn, and kept. */
function loadFonts() {
  const read = (name: string) => Deno.readFile(new URL(`./fonts/${name}.ttf`, import.meta.url));
  return fonts ??= Promise.all([
    read("bricolage_grotesque_regular"),
    read("bricolage_grotesque_bold"),
    read("dejavu_sans_bold"),
  ]).then(([regular, bold, other]) => ({ regular, bold, other }));
}
