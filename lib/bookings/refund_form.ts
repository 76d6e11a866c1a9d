/** Reads the form with which an organizer refunds a booking. */
import { z } from "zod";
import { amountFromInput, formatMoney } from "@/lib/format/money.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import {
  REFUND_REASON_MAX,
  refundReason,
  type RefundRequest,
  refundRequestSchema,
  ticketsRefund,
} from "./refund.ts";
import type { StaffBookingView } from "./queries.ts";

/** What the organizer wants to refund. */
export const refundKinds = ["tickets", "amount", "all"] as const;
export type RefundKind = (typeof refundKinds)[number];

/** The fields as typed. */
export interface RefundForm {
  kind: RefundKind;
  tickets: string[];
  fee: string;
  keepSeats: boolean;
  amount: string;
  reason: string;
}

/** What the review shows and its button sends, as JSON in one field, so that what was shown is what happens. */
const confirmedSchema = z.strictObject({
  request: refundRequestSchema,
  shownRemaining: z.int(),
  /** New for each review, but the same if that review is sent again. */
  key: z.uuid(),
});
export type ConfirmedRefund = z.infer<typeof confirmedSchema>;

/** The refund that the review's form submitted; null if it is not valid. */
export function readConfirmed(text: string | null): ConfirmedRefund | null {
  try {
    return confirmedSchema.parse(JSON.parse(text ?? ""));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** What is wrong, by the name of the field to correct. */
export type RefundErrors = Partial<Record<"tickets" | "fee" | "amount" | "reason", string>>;

/** Reads the form's fields as text. */
export function refundFormOf(fields: URLSearchParams): RefundForm {
  const text = (name: string) => fields.get(name) ?? "";
  return {
    kind: refundKinds.find((kind) => kind === text("kind")) ?? "tickets",
    tickets: fields.getAll("ticket"),
    fee: text("fee"),
    keepSeats: text("keepSeats") === "on",
    amount: text("amount"),
    reason: text("reason").trim(),
  };
}

/** What remains to be refunded of a booking, in minor units. */
export function remainingOf({ total, refund }: StaffBookingView): number {
  return total - refund.amount;
}

/** The refund that the form asks for and its amount, or what is wrong with the form. */
export function readRefundForm(
  form: RefundForm,
  booking: StaffBookingView,
  { typedText, typedAmount, admin }: Pick<Words, "admin" | "typedText" | "typedAmount">,
  locale: string,
): { ok: true; request: RefundRequest; amount: number } | { ok: false; errors: RefundErrors } {
  const words = admin.refund.errors;
  const refuse = (errors: RefundErrors) => ({ ok: false, errors } as const);
  const money = (amount: number) => formatMoney(amount, booking.currency, locale);
  const typed = refundReason.safeParse(form.reason);
  if (!typed.success) {
    const [{ message }] = typed.error.issues;
    return refuse({
      reason: correctionFor(message, typedText) ?? words.reason({ max: REFUND_REASON_MAX }),
    });
  }
  const reason = typed.data === "" ? {} : { reason: typed.data };
  const remaining = remainingOf(booking);
  if (form.kind === "all") return { ok: true, request: reason, amount: remaining };
  if (form.kind === "amount") {
    const { amount, error } = amountFromInput(form.amount, booking.currency, typedAmount);
    if (amount === undefined) return refuse({ amount: error });
    if (amount === 0) return refuse({ amount: words.amountZero });
    if (amount > remaining) {
      return refuse({ amount: words.amount({ amount: money(remaining) }) });
    }
    return { ok: true, request: { ...reason, amount }, amount };
  }
  const chosen = booking.tickets.filter(({ id }) => form.tickets.includes(id));
  if (chosen.length === 0) return refuse({ tickets: words.tickets });
  const price = priceOf(booking, chosen);
  const { amount: fee, error } = amountFromInput(form.fee.trim() || "0", booking.currency, typedAmount);
  if (fee === undefined) return refuse({ fee: error });
  if (fee > price) {
    return refuse({ fee: words.fee({ amount: money(price) }) });
  }
  const tickets = chosen.map(({ id }) => id);
  const request = { ...reason, tickets, fee, keepSeats: form.keepSeats };
  return { ok: true, request, amount: ticketsRefund(price, fee, remaining) };
}

function priceOf(booking: StaffBookingView, tickets: StaffBookingView["tickets"]): number {
  const ids = new Set(tickets.map(({ seatId }) => seatId));
  return booking.seats.filter(({ id }) => ids.has(id)).reduce((sum, { price }) => sum + price, 0);
}
