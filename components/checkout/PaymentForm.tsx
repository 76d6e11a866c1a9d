import type { ComponentChildren } from "preact";
import { Field } from "@/components/layout/Field.tsx";
import { Price } from "@/components/layout/Price.tsx";
import type { PaymentErrors } from "@/lib/checkout/payment_form.ts";
import { testCards } from "@/lib/payments/mock/test_cards.ts";

/** What the form shows again after it was refused: everything but the number of the card. */
export interface PaymentFields {
  name: string;
  expiry: string;
  idempotencyKey: string;
  errors: PaymentErrors;
}

export interface PaymentFormProps {
  fields: PaymentFields;
  /** Of the card, as far as its number says. */
  brand?: string;
  /** The ids of the seats: they are paid for as shown, or not at all; when their time is over, they are offered again. */
  seats: string[];
  /** Whether places that are kept for wheelchairs are among the seats. */
  asksForNeed: boolean;
  /** Minor units; where it is 0, no card is asked for. */
  total: number;
  currency: string;
  locale: string;
}

/**
 * The mock payment form. The key makes sending it twice one booking. Where the script runs, `isSending` says that it was
 * sent, and `isBlocked` that it can't be for a moment.
 */
export function PaymentForm(
  {
    fields,
    brand,
    seats,
    asksForNeed,
    total,
    currency,
    locale,
    isSending = false,
    isBlocked = false,
    ...events
  }:
    & PaymentFormProps
    & {
      isSending?: boolean;
      isBlocked?: boolean;
      noValidate?: boolean;
      onSubmit?: (event: SubmitEvent) => void;
      onInput?: (event: Event) => void;
      onfocusout?: (event: FocusEvent) => void;
    },
) {
  const { idempotencyKey, errors } = fields;
  const isFree = total === 0;
  return (
    <form method="post" class="form" autocomplete="on" {...events}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {seats.map((id) => <input key={id} type="hidden" name="seat" value={id} />)}
      <input type="hidden" name="expectedTotal" value={total} />
      {!isFree && <CardFields {...fields} brand={brand} />}
      {asksForNeed && (
        <Tick name="need" error={errors.need}>
          These seats are kept for people who use a wheelchair and who comes with them. Someone of us needs
          them.
        </Tick>
      )}
      <Tick name="terms" error={errors.terms}>
        I agree to the <a href="#terms">terms</a> of this booking
      </Tick>
      <button
        type="submit"
        class="button button-main button-wide"
        aria-busy={isSending}
        aria-disabled={isBlocked || undefined}
      >
        {isFree ? isSending ? "Booking…" : "Book free of charge" : isSending ? "Paying…" : (
          <span>
            Pay <Price amount={total} currency={currency} locale={locale} />
          </span>
        )}
      </button>
      {!isFree && <TestCards />}
    </form>
  );
}

function CardFields({ name, expiry, errors, brand }: PaymentFields & { brand?: string }) {
  return (
    <>
      <div class="card-number">
        <Field
          name="number"
          label="Card number"
          inputMode="numeric"
          autocomplete="cc-number"
          maxLength={30}
          placeholder="4242 4242 4242 4242"
          error={errors.number}
        />
        <output class="card-brand" for="field-number">{brand}</output>
      </div>
      <div class="form-row">
        <Field
          name="name"
          label="Name on the card"
          autocomplete="cc-name"
          maxLength={100}
          defaultValue={name}
          error={errors.name}
        />
        <Field
          name="expiry"
          label="Expiry date"
          inputMode="numeric"
          autocomplete="cc-exp"
          placeholder="MM/YY"
          maxLength={9}
          defaultValue={expiry}
          error={errors.expiry}
        />
      </div>
    </>
  );
}

function Tick({ name, error, children }: { name: string; error?: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label class="choice">
        <input
          type="checkbox"
          name={name}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={error && `field-${name}-error`}
        />
        <span>{children}</span>
      </label>
      {error && <span class="field-error" id={`field-${name}-error`}>{error}</span>}
    </div>
  );
}

/** This is no real till, and says so. */
function TestCards() {
  return (
    <details class="test-cards">
      <summary>No real money: these cards can be tried</summary>
      <table class="summary small">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Card</th>
            <th scope="col">What happens</th>
          </tr>
        </thead>
        <tbody>
          {testCards.map(({ number, outcome }) => (
            <tr key={number}>
              <th scope="row" class="number">{number}</th>
              <td>{outcome}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Any other</th>
            <td>is approved nearly always</td>
          </tr>
        </tbody>
      </table>
      <p class="small quiet">Any name, and any month to come. The number is not stored anywhere.</p>
    </details>
  );
}
