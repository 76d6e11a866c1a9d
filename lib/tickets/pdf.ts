/** Printable tickets: a PDF with a page for each, black on white. */
import { Buffer } from "node:buffer";
import PDFDocument from "pdfkit";
import type { BookingView } from "@/lib/bookings/queries.ts";
import { commaList } from "@/lib/charts/seats_in_words.ts";
import { changeSince, inWords } from "@/lib/events/changes.ts";
import type { EventRecord } from "@/lib/events/event.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { formatMoney } from "@/lib/format/money.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { languageOf, wordsFor } from "@/lib/i18n/words.ts";
import { type Box, PdfText, type TextStyle } from "@/lib/print/pdf_text.ts";
import { qrCode, QUIET_ZONE } from "@/lib/print/qr.ts";

type Pdf = InstanceType<typeof PDFDocument>;

/** The parts of a booking and its event that are printed. */
export type PrintedBooking = Pick<BookingView, "code" | "createdAt" | "currency" | "seats" | "tickets">;
export type PrintedEvent = Pick<
  EventRecord,
  "title" | "startsAt" | "doorsAt" | "venue" | "zones" | "changes"
>;

/** One page, with the values that all pages of the booking share. */
interface Page {
  booking: PrintedBooking;
  event: PrintedEvent;
  locale: string;
  words: Words;
  ticket: BookingView["tickets"][number];
  seat: BookingView["seats"][number];
  /** From 1. */
  number: number;
}

// A6, landscape: the size of a printed ticket, and large enough to be read on a phone.
const WIDTH = 419.53;
const HEIGHT = 297.64;
const MARGIN = 26;
const STUB_X = 264;
const MAIN: Box = { x: MARGIN, y: MARGIN, width: STUB_X - 2 * MARGIN, height: HEIGHT - 2 * MARGIN };
const STUB: Box = { x: STUB_X, y: MARGIN, width: WIDTH - STUB_X, height: HEIGHT - 2 * MARGIN };
/** The event's text ends above the seat. */
const EVENT: Box = { ...MAIN, height: MAIN.height - 74 };
const TITLE_HEIGHT_MAX = 80;
const NOTCH_RADIUS = 7;
const INK = "#000";
const QUIET = "#444";

/**
 * The tickets of a confirmed booking, one page each, in seat order. Times are in the venue's time zone; words, dates
 * and money follow `locale`. The same booking yields the same bytes.
 *
 * Text prints in the scripts that `faces.ts` has fonts for. Any other character prints as an empty square; if the date
 * has one, the words, dates and money are English.
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
    lang: languageOf(locale),
    displayTitle: true,
    info: {
      Title: wordsFor(locale).ticketPdf.title({ event: event.title, code: booking.code }),
      Creator: "Aisle",
      Producer: "Aisle",
      CreationDate: new Date(booking.createdAt),
    },
  });
  const bytes = collect(pdf);
  const text = new PdfText(pdf, { country: event.venue.country, locale });
  const date = formatDate(event.startsAt, locale, event.venue.timeZone, "full");
  const pageLocale = await text.isPrintable(date) ? locale : "en";
  const words = wordsFor(pageLocale);
  for (const [index, ticket] of booking.tickets.entries()) {
    const seat = booking.seats.find(({ id }) => id === ticket.seatId);
    if (!seat) throw new Error(`the seat of ticket ${ticket.id} is not in its booking`);
    pdf.addPage();
    const page = { booking, event, locale: pageLocale, words, ticket, seat, number: index + 1 };
    drawEdges(pdf);
    await drawEvent(text, page);
    await drawSeat(text, page);
    await drawStub(pdf, text, page);
  }
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

/** Draws the outline and the perforation, with a notch at each end. */
function drawEdges(pdf: Pdf): void {
  const inset = 10;
  const [left, top, right, bottom] = [inset, inset, WIDTH - inset, HEIGHT - inset];
  pdf.lineWidth(0.75).strokeColor(INK).roundedRect(left, top, right - left, bottom - top, 8).stroke();
  for (const y of [top, bottom]) {
    // White over the outline, then a semicircle that opens outwards.
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

/** Draws what, when and where. The title gets the space that the lines below leave; all align with its start. */
async function drawEvent(text: PdfText, page: Page): Promise<void> {
  const details = await Promise.all(
    detailsOf(page).map(async ({ words, gap, height, ...style }) => {
      const layout = await text.set(words, { width: EVENT.width, height, ...style });
      return { layout, gap, style };
    }),
  );
  const room = EVENT.height - details.reduce((sum, { gap, layout }) => sum + gap + layout.height, 0);
  const style: TextStyle = { size: 22, weight: "bold" };
  const title = await text.set(page.event.title, {
    width: EVENT.width,
    height: Math.min(room, TITLE_HEIGHT_MAX),
    ...style,
  });
  const align = title.isRightToLeft ? "right" : "left";
  let y = EVENT.y;
  for (const { layout, gap, style: { color } } of [{ layout: title, gap: 0, style }, ...details]) {
    y += gap;
    text.draw(layout, { ...EVENT, y, height: layout.height }, { color, align });
    y += layout.height;
  }
}

/** One or more lines below the title. `gap` is the space above, `height` the maximum height. */
interface Detail extends TextStyle {
  words: string;
  gap: number;
  height: number;
}

function detailsOf({ event, booking, locale, words: { ticketPdf, eventChange, seats } }: Page): Detail[] {
  const { venue, startsAt, doorsAt } = event;
  const inTime = (instant: Date, style: "full" | "time") =>
    formatDate(instant, locale, venue.timeZone, style);
  const starts = ticketPdf.starts({ time: inTime(startsAt, "full") });
  const details: Detail[] = [{ words: starts, gap: 8, height: 27, size: 11, weight: "bold" }];
  if (doorsAt) {
    const doors = ticketPdf.doors({ time: inTime(doorsAt, "time") });
    details.push({ words: doors, gap: 0, height: 14, size: 10, color: QUIET });
  }
  details.push({ words: commaList([venue.name, venue.city], seats), gap: 6, height: 25, size: 10 });
  if (venue.address) details.push({ words: venue.address, gap: 0, height: 23, size: 9, color: QUIET });
  const change = changeSince(event.changes, new Date(booking.createdAt));
  if (change) {
    const { sentence } = inWords(eventChange, change, locale);
    details.push({ words: sentence, gap: 2, height: 29, size: 8, color: QUIET });
  }
  return details;
}

/** Draws the seat, large, at the bottom of the main part; standing places have neither row nor seat. */
async function drawSeat(
  text: PdfText,
  { seat, event, booking, locale, words: { tickets } }: Page,
): Promise<void> {
  const parts = [
    { label: seat.number ? tickets.section : tickets.place, value: seat.section, share: 3 },
    ...(seat.row ? [{ label: tickets.row, value: seat.row, share: 1 }] : []),
    ...(seat.number ? [{ label: tickets.seat, value: seat.number, share: 1 }] : []),
  ];
  const bottom = MAIN.y + MAIN.height;
  const zone = event.zones.find(({ id }) => id === seat.zone)?.name ?? seat.zone;
  const price = formatMoney(seat.price, booking.currency, locale);
  await text.write(`${price}  ·  ${zone}`, { ...MAIN, y: bottom - 13, height: 13 }, {
    size: 10,
    color: QUIET,
    oneLine: true,
  });

  const gap = 10;
  const unit = (MAIN.width - gap * (parts.length - 1)) / parts.reduce((sum, { share }) => sum + share, 0);
  let x = MAIN.x;
  for (const { label, value, share } of parts) {
    const width = unit * share;
    await text.write(label, { x, y: bottom - 66, width, height: 12 }, {
      size: 9,
      color: QUIET,
      oneLine: true,
    });
    await text.write(value, { x, y: bottom - 54, width, height: 34 }, {
      weight: "bold",
      size: 26,
      oneLine: true,
    });
    x += width + gap;
  }
}

/** Draws what is checked at the door: the QR code, and the booking code in case it can't be scanned. */
async function drawStub(
  pdf: Pdf,
  text: PdfText,
  { ticket, booking, number, words: { ticketPdf: words } }: Page,
): Promise<void> {
  const side = 132;
  const x = STUB.x + (WIDTH - 10 - STUB.x - side) / 2;
  drawQr(pdf, ticket.token, { x, y: STUB.y + 8, width: side, height: side });
  const row = (line: string, offset: number, height: number, style: TextStyle) =>
    text.write(line, { x, y: STUB.y + side + offset, width: side, height }, {
      align: "center",
      oneLine: true,
      ...style,
    });
  await row(words.booking, 20, 12, { size: 9, color: QUIET });
  await row(booking.code, 32, 22, { weight: "bold", size: 17 });
  await row(words.ticketOf({ n: number, count: booking.tickets.length }), 56, 12, { size: 9, color: QUIET });
  await row("Aisle", 84, 16, { weight: "bold", size: 12 });
}

/** Draws a QR code; the box includes the quiet zone. */
function drawQr(pdf: Pdf, text: string, box: Box): void {
  const { size, runs } = qrCode(text);
  const module = box.width / (size + 2 * QUIET_ZONE);
  for (const run of runs) {
    const [x, y] = [box.x + (run.x + QUIET_ZONE) * module, box.y + (run.y + QUIET_ZONE) * module];
    pdf.rect(x, y, run.length * module, module);
  }
  pdf.fill(INK);
}
