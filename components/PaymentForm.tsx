import { Field } from "@/components/Field.tsx";
import { formatMoney } from "@/lib/events/money.ts";
import { type CardErrors, testCards } from "@/lib/payments/mock/test_cards.ts";

/** What the form shows again after it was refused: everything but the number of the card. */
export interface PaymentFields {
  name: string;
  expiry: string;
  idempotencyKey: string;
  errors: CardErrors & { terms?: string };
}

/** The mock payment form. The key makes sending it twice one booking. */
export function PaymentForm({ fields, total, currency, locale }: {
  fields: PaymentFields;
  total: number;
  currency: string;
  locale: string;
}) {
  const { name, expiry, idempotencyKey, errors } = fields;
  return (
    <form method="post" class="form" autocomplete="on">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <Field
        name="number"
        label="Card number"
        inputMode="numeric"
        autocomplete="cc-number"
        maxLength={30}
        placeholder="4242 4242 4242 4242"
        error={errors.number}
      />
      <div class="form-row">
        <Field
          name="name"
          label="Name on the card"
          autocomplete="cc-name"
          maxLength={100}
          value={name}
          error={errors.name}
        />
        <Field
          name="expiry"
          label="Good until"
          autocomplete="cc-exp"
          placeholder="MM/YY"
          maxLength={9}
          value={expiry}
          error={errors.expiry}
        />
      </div>
      <label class="choice">
        <input type="checkbox" name="terms" required aria-describedby={errors.terms && "terms-error"} />
        <span>
          I agree to the <a href="#terms">terms</a> of this booking
        </span>
      </label>
      {errors.terms && <span class="field-error" id="terms-error">{errors.terms}</span>}
      <button type="submit" class="button button-main button-wide">
        Pay {formatMoney(total, currency, locale)}
      </button>
      <TestCards />
    </form>
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
