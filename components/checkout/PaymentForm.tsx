import type { ComponentChildren } from "preact";
import { Field } from "@/components/layout/Field.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import type { PaymentErrors } from "@/lib/checkout/payment_form.ts";
import { MockCardFields, MockCards } from "./MockCard.tsx";

/** What the form shows again after it was refused: everything but the card number. */
export interface PaymentFields {
  /** A guest's. */
  email: string;
  buyerName: string;
  /** On the card. */
  name: string;
  expiry: string;
  idempotencyKey: string;
  errors: PaymentErrors;
}

export interface PaymentFormProps {
  /** Whether the buyer has no account. */
  isGuest: boolean;
  fields: PaymentFields;
  /** The card's brand, once its number reveals it. */
  brand?: string;
  /** Ids of the seats, which are paid for exactly as shown or not at all, and offered again if the hold expires. */
  seats: string[];
  /** Whether wheelchair places are among the seats. */
  asksForNeed: boolean;
  /** Minor units; if 0, no card is asked for. */
  total: number;
  currency: string;
}

/**
 * The payment form, with the mock provider's card fields. The key ensures that a form sent twice makes one booking.
 * Where the script runs, `isSending` says that it was sent, and `isBlocked` that it can't be sent for a moment.
 */
export function PaymentForm(
  {
    isGuest,
    fields,
    brand,
    seats,
    asksForNeed,
    total,
    currency,
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
  const words = useWords("checkout");
  const { idempotencyKey, errors } = fields;
  const isFree = total === 0;
  return (
    <form method="post" class="form" autocomplete="on" {...events}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {seats.map((id) => <input key={id} type="hidden" name="seat" value={id} />)}
      <input type="hidden" name="expectedTotal" value={total} />
      {isGuest && <GuestFields {...fields} />}
      {!isFree && <MockCardFields {...fields} brand={brand} />}
      {asksForNeed && <Tick name="need" error={errors.need}>{words.needConfirmed}</Tick>}
      <Tick name="terms" error={errors.terms}>
        {words.termsAgreed({ link: (inner) => <a href="#terms">{inner}</a> })}
      </Tick>
      <button
        type="submit"
        class="button button-main button-wide"
        aria-busy={isSending}
        aria-disabled={isBlocked || undefined}
      >
        {isFree ? isSending ? words.booking : words.book : isSending ? words.paying : (
          <span>
            {words.pay({ total: () => <Price amount={total} currency={currency} /> })}
          </span>
        )}
      </button>
      {!isFree && <MockCards />}
    </form>
  );
}

/** Whom the booking of a guest is for. */
function GuestFields({ email, buyerName, errors }: PaymentFields) {
  const words = useWords("checkout").guest;
  return (
    <>
      <h2>{words.title}</h2>
      <Field
        name="email"
        label={words.email}
        hint={words.emailHint}
        type="email"
        autocomplete="email"
        value={email || undefined}
        maxLength={254}
        error={errors.email}
      />
      <Field
        name="buyerName"
        label={words.name}
        required={false}
        autocomplete="name"
        value={buyerName || undefined}
        maxLength={100}
        error={errors.buyerName}
      />
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
