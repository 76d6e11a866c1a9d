import type { ComponentChildren } from "preact";
import { ProofFields } from "@/components/account/ProofFields.tsx";
import { Field, TextField } from "@/components/layout/Field.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { ProofErrors } from "@/lib/account/reauthenticate.ts";
import type { ProofForm } from "@/lib/account/proof_form.ts";
import {
  type ConfirmedRefund,
  type RefundErrors,
  type RefundForm,
  type RefundKind,
  remainingOf,
} from "@/lib/bookings/refund_form.ts";
import type { StaffBookingView } from "@/lib/bookings/queries.ts";
import { seatName } from "@/lib/charts/seats_in_words.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";

interface RefundFormsProps {
  booking: StaffBookingView;
  form: RefundForm;
  errors: RefundErrors;
  /** Ids of the tickets already used for admission. */
  admitted: ReadonlySet<string>;
  back: string;
}

/** The three ways to refund a booking; each leads to a review. */
export function RefundForms(props: RefundFormsProps) {
  const { booking, form, errors, back } = props;
  const { currency } = booking;
  const words = useWords("admin").refund;
  return (
    <div class="stack refund">
      <KindForm {...props} kind="tickets" title={words.refundTickets} button={words.reviewTickets}>
        <TicketChoice {...props} />
        <Field
          name="fee"
          label={words.feeIn({ currency })}
          hint={words.feeHint}
          inputMode="decimal"
          autoComplete="off"
          value={form.fee}
          error={errors.fee}
          optional
        />
        <label class="choice">
          <input type="checkbox" name="keepSeats" value="on" checked={form.keepSeats} />
          {words.keepSeats}
        </label>
      </KindForm>
      <KindForm {...props} kind="amount" title={words.refundAmount} button={words.reviewAmount}>
        <p>{words.amountExplained}</p>
        <Field
          name="amount"
          label={words.amountIn({ currency })}
          inputMode="decimal"
          autoComplete="off"
          value={form.amount}
          error={errors.amount}
        />
      </KindForm>
      <KindForm {...props} kind="all" title={words.refundAll} button={words.reviewAll}>
        <p>
          {words.allExplained({
            amount: () => <Price amount={remainingOf(booking)} currency={currency} />,
          })}
        </p>
      </KindForm>
      <a href={back}>{words.backToBookings}</a>
    </div>
  );
}

function KindForm(
  { kind, title, button, form, errors, children }: RefundFormsProps & {
    kind: RefundKind;
    title: string;
    button: string;
    children: ComponentChildren;
  },
) {
  const isSubmitted = form.kind === kind;
  return (
    <form method="post" class="stack">
      <h2>{title}</h2>
      <input type="hidden" name="kind" value={kind} />
      {children}
      <ReasonField
        id={kind}
        value={isSubmitted ? form.reason : ""}
        error={isSubmitted ? errors.reason : undefined}
      />
      <button class="button" type="submit" name="intent" value="review">{button}</button>
    </form>
  );
}

/** Three forms on the page have this field, so each needs its own id. */
function ReasonField({ id, value, error }: { id: string; value: string; error: string | undefined }) {
  const words = useWords("admin").refund;
  return (
    <TextField
      name="reason"
      fieldId={`reason-${id}`}
      label={words.reason}
      hint={words.reasonHint}
      value={value}
      error={error}
      maxLength={500}
      rows={2}
      optional
    />
  );
}

function TicketChoice({ booking, form, errors, admitted }: RefundFormsProps) {
  const words = useWords("admin").refund;
  const seatWords = useWords("seats");
  return (
    <fieldset class="refund-tickets" aria-describedby={errors.tickets ? "field-tickets-error" : undefined}>
      <legend>{words.tickets}</legend>
      {booking.tickets.map(({ id, seatId }) => {
        const seat = booking.seats.find((seat) =>
          seat.id === seatId
        )!;
        return (
          <label class="choice" key={id}>
            <input type="checkbox" name="ticket" value={id} checked={form.tickets.includes(id)} />
            <span>
              {seatName(seat, seatWords)}
              {admitted.has(id) && <span class="quiet small">{words.usedAtDoor}</span>}
            </span>
            <Price amount={seat.price} currency={booking.currency} />
          </label>
        );
      })}
      {errors.tickets && <span class="field-error" id="field-tickets-error">{errors.tickets}</span>}
    </fieldset>
  );
}

/** A refund to confirm. */
export interface RefundToConfirm {
  /** Minor units. */
  amount: number;
  confirmed: ConfirmedRefund;
  /** Set if it needs the organizer's password: the organizer's second factors. */
  proof: ProofForm | null;
  proofErrors?: ProofErrors;
}

/** What is about to happen, with the exact amount; the form submits exactly that, once. */
export function RefundReview({ booking, form, amount, confirmed, proof, proofErrors }: RefundToConfirm & {
  booking: StaffBookingView;
  form: RefundForm;
}) {
  const words = useWords("admin").refund;
  const seatWords = useWords("seats");
  const price = (value: number) => () => <Price amount={value} currency={booking.currency} />;
  const { fee } = confirmed.request;
  const chosen = booking.tickets.filter(({ id }) => form.tickets.includes(id));
  const seats = booking.seats.filter(({ id }) => chosen.some(({ seatId }) => seatId === id));
  const hidden = {
    kind: form.kind,
    fee: form.fee,
    keepSeats: form.keepSeats ? "on" : "",
    amount: form.amount,
    reason: form.reason,
    confirmed: JSON.stringify(confirmed),
  };
  const endsBooking = form.kind === "all" ||
    (form.kind === "tickets" && chosen.length === booking.tickets.length) ||
    (form.kind === "amount" && amount === remainingOf(booking));
  return (
    <form method="post" class="stack refund-review" aria-labelledby="refund-review">
      <h2 id="refund-review">{words.reviewTitle({ amount: price(amount) })}</h2>
      {form.kind === "tickets" && (
        <ul>
          {seats.map((seat) => (
            <li key={seat.id}>
              {words.seatPrice({ seat: seatName(seat, seatWords), price: price(seat.price) })}
            </li>
          ))}
          {!!fee && <li>{words.feeKept({ price: price(fee) })}</li>}
        </ul>
      )}
      <p>{words.consequence[consequenceOf(form, endsBooking)]}</p>
      {form.reason && (
        <p class="quiet">
          {words.reasonGiven({ reason: () => <bdi>{form.reason}</bdi> })}
        </p>
      )}
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {form.kind === "tickets" &&
        chosen.map(({ id }) => <input type="hidden" name="ticket" value={id} key={id} />)}
      {proof && <ProofFields proof={proof} errors={proofErrors} />}
      <div class="cluster">
        <button class="button button-danger" type="submit" name="intent" value="refund">
          {words.confirm({ amount: price(amount) })}
        </button>
        <button class="button" type="submit" name="intent" value="edit">{words.change}</button>
      </div>
    </form>
  );
}

function consequenceOf(
  { kind, keepSeats }: RefundForm,
  endsBooking: boolean,
): keyof Words["admin"]["refund"]["consequence"] {
  const keepsSeats = kind === "tickets" && keepSeats;
  if (endsBooking) return keepsSeats ? "endsKeepingSeats" : "ends";
  if (kind === "amount") return "amount";
  return keepsSeats ? "ticketsKeepingSeats" : "tickets";
}
