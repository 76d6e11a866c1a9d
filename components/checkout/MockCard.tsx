/** What the payment form asks for and says while the mock provider takes the money. */
import { Field } from "@/components/layout/Field.tsx";
import { type CardErrors, testCards } from "@/lib/payments/mock/test_cards.ts";

/** The fields of a card; `brand` as far as its number says. */
export function MockCardFields({ name, expiry, errors, brand }: {
  name: string;
  expiry: string;
  errors: CardErrors;
  brand?: string;
}) {
  return (
    <>
      <div class="card-number">
        <Field
          name="number"
          label="Card number"
          inputMode="numeric"
          autocomplete="cc-number"
          maxLength={30}
          placeholder={testCards[0].number}
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

/** This is no real till, and says so. */
export function MockCards() {
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
