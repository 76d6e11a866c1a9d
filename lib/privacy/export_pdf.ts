/** An export as a PDF, to be read rather than processed. */
import { Buffer } from "node:buffer";
import PDFDocument from "pdfkit";
import { deviceName } from "@/lib/auth/device_name.ts";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import { formatDate } from "@/lib/format/dates.ts";
import { formatMoney } from "@/lib/format/money.ts";
import { languageOf, wordsFor } from "@/lib/i18n/words.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { PdfFlow } from "./pdf_flow.ts";
import { type Item, type ListName, listNames, type PersonalData } from "./personal_data.ts";

/** The most items of a list that are printed. The JSON file has all. */
export const PRINTED_MAX = 200;

/** What is printed: the latest items of each list. */
export interface PrintedData {
  exportedAt: string;
  account: PersonalData["account"];
  lists: { [Name in ListName]: { items: Item<Name>[]; hasMore: boolean } };
}

/** Reads what is printed of an export. */
export async function readPrinted({ exportedAt, account, lists }: PersonalData): Promise<PrintedData> {
  const printed = {} as Record<ListName, { items: unknown[]; hasMore: boolean }>;
  for (const name of listNames) {
    const items: unknown[] = [];
    for await (const page of lists[name]) {
      items.push(...page);
      if (items.length > PRINTED_MAX) break;
    }
    printed[name] = { items: items.slice(0, PRINTED_MAX), hasMore: items.length > PRINTED_MAX };
  }
  return { exportedAt, account, lists: printed as PrintedData["lists"] };
}

/** What the parts of the file are written with. */
interface Writer {
  flow: PdfFlow;
  all: Words;
  words: Words["dataExport"];
  locale: string;
}

/**
 * Prints an export. Text prints in the scripts that tickets print in; words, dates and money follow `locale`, or are
 * English if it needs another script.
 */
export async function exportPdf(data: PrintedData, locale: string): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    lang: languageOf(locale),
    displayTitle: true,
    info: {
      Title: wordsFor(locale).dataExport.title,
      Creator: "Aisle",
      Producer: "Aisle",
      CreationDate: new Date(data.exportedAt),
    },
  });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    pdf.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on("error", reject);
  });
  const flow = new PdfFlow(pdf, locale);
  const isPrintable = await flow.isPrintable(formatDate(new Date(data.exportedAt), locale, "UTC", "full"));
  const printed = isPrintable ? locale : "en";
  const all = wordsFor(printed);
  await write({ flow, all, words: all.dataExport, locale: printed }, data);
  pdf.end();
  return await whole;
}

async function write(writer: Writer, { exportedAt, account, lists }: PrintedData): Promise<void> {
  const { flow, words } = writer;
  await flow.heading(words.title, 1);
  await flow.paragraph(words.asOf({ time: moment(writer, exportedAt) }), { isQuiet: true });
  await writeAccount(writer, account);
  for (const name of listNames) {
    const { items, hasMore } = lists[name];
    await flow.heading(words.lists[name], 2);
    if (items.length === 0) await flow.paragraph(words.none, { isQuiet: true });
    for (const item of items) await (writeItem[name] as WriteItem)(writer, item);
    if (hasMore) await flow.paragraph(words.more({ count: PRINTED_MAX }), { isQuiet: true });
  }
}

async function writeAccount(writer: Writer, account: PrintedData["account"]): Promise<void> {
  const { flow, all, words } = writer;
  await flow.heading(words.account, 2);
  await flow.field(words.name, account.name);
  await flow.field(words.email, account.email);
  await flow.field(words.emailConfirmed, account.emailConfirmed ? words.yes : words.no);
  await flow.field(words.role, all.staffAccounts.roleName({ role: account.role }));
  await flow.field(words.language, account.locale ?? words.browserLanguage);
  await flow.field(words.registered, moment(writer, account.createdAt));
  const factors = account.factors.map((factor) => words.factor({ factor }));
  await flow.field(words.factors, factors.join("\n") || words.off);
  if (account.identities.length > 0) {
    const identities = account.identities.map(({ issuer, subject }) => `${issuer}\n${subject}`);
    await flow.field(all.oidc.section, identities.join("\n"));
  }
  await flow.field(words.id, account.id);
}

type WriteItem = (writer: Writer, item: unknown) => Promise<void>;

const writeItem: { [Name in ListName]: (writer: Writer, item: Item<Name>) => Promise<void> } = {
  async sessions(writer, { userAgent, createdAt, lastUsedAt, endedAt }) {
    const { flow, all, words } = writer;
    await flow.heading(deviceName(all.account.device, userAgent), 3);
    await flow.field(words.signedIn, moment(writer, createdAt));
    await flow.field(words.lastUsed, moment(writer, lastUsedAt));
    if (endedAt) await flow.field(words.signedOut, moment(writer, endedAt));
    await flow.field(words.userAgent, userAgent);
  },

  async passkeys(writer, { name, createdAt, lastUsedAt }) {
    const { flow, words } = writer;
    await flow.heading(name, 3);
    await flow.field(words.added, moment(writer, createdAt));
    if (lastUsedAt) await flow.field(words.lastUsed, moment(writer, lastUsedAt));
  },

  async links(writer, { kind, email, createdAt, usedAt }) {
    const { flow, words } = writer;
    await flow.heading(words.link[kind], 3);
    await flow.field(words.sentTo, email);
    await flow.field(words.sent, moment(writer, createdAt));
    if (usedAt) await flow.field(words.used, moment(writer, usedAt));
  },

  async holds(writer, { event, seats, total, currency, expiresAt }) {
    const { flow, all, words, locale } = writer;
    await flow.heading(event.title, 3);
    await flow.field(words.seats, seatsInList(seats, all.seats));
    await flow.field(words.total, formatMoney(total, currency, locale));
    await flow.field(words.expires, moment(writer, expiresAt));
  },

  async bookings(writer, booking) {
    const { flow, all, words, locale } = writer;
    const { event, seats, returnedSeats, total, currency, refunds, admissions } = booking;
    await flow.heading(event.title, 3);
    const starts = formatDate(new Date(event.startsAt), locale, event.timeZone, "full");
    await flow.field(words.starts, starts);
    await flow.field(words.venue, `${event.venue}\n${event.city}`);
    await flow.field(words.code, booking.code);
    await flow.field(words.status, all.admin.bookingStatus({ status: booking.status }));
    await flow.field(words.seats, seatsInList(seats, all.seats));
    if (returnedSeats.length > 0) {
      await flow.field(words.returnedSeats, seatsInList(returnedSeats, all.seats));
    }
    await flow.field(words.total, formatMoney(total, currency, locale));
    await flow.field(words.booked, moment(writer, booking.createdAt));
    for (const { amount, note, createdAt } of refunds) {
      const refunded = `${formatMoney(amount, currency, locale)}\n${moment(writer, createdAt)}`;
      await flow.field(words.refund, note ? `${refunded}\n${note}` : refunded);
    }
    for (const { at } of admissions) await flow.field(words.admitted, moment(writer, at));
  },

  async messages(writer, { subject, recipient, text, createdAt }) {
    const { flow, words } = writer;
    await flow.heading(subject, 3);
    await flow.field(words.sentTo, recipient);
    await flow.field(words.sent, moment(writer, createdAt));
    await flow.paragraph(text.trim());
  },

  async audit(writer, { at, action, address, count, isOwn }) {
    const { flow, all, words } = writer;
    const { actions, times } = all.auditLog;
    await flow.heading(Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : action, 3);
    await flow.field(words.time, moment(writer, at));
    await flow.field(words.by, isOwn ? words.you : address ? words.unknown : words.others);
    if (address) await flow.field(words.address, address);
    if (count > 1) await flow.field(words.howOften, times({ count }));
  },
};

/** A time in UTC: an account has no time zone. */
function moment({ words, locale }: Pick<Writer, "words" | "locale">, time: string): string {
  return words.utc({ time: formatDate(new Date(time), locale, "UTC", "full") });
}
