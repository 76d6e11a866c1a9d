/** The parts of the payment form that belong to the mock provider. */
import { Field } from "@/components/layout/Field.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { type CardErrors, testCards } from "@/lib/payments/mock/test_cards.ts";

/** The fields of a card; `brand` is set once its number reveals it. */
export function MockCardFields({ name, expiry, errors, brand }: {
  name: string;
  expiry: string;
  errors: CardErrors;
  brand?: string;
}) {
  const words = useWords("checkout").card;
  return (
    <>
      <div class="card-number">
        <Field
          name="number"
          label={words.number}
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
          label={words.name}
          autocomplete="cc-name"
          maxLength={100}
          defaultValue={name}
          error={errors.name}
        />
        <Field
          name="expiry"
          label={words.expiry}
          inputMode="numeric"
          autocomplete="cc-exp"
          placeholder={words.expiryFormat}
          maxLength={9}
          defaultValue={expiry}
          error={errors.expiry}
        />
      </div>
    </>
  );
}

/** Says that no real money is taken, and lists the test cards. */
export function MockCards() {
  const words = useWords("checkout").testCards;
  return (
    <details class="test-cards">
      <summary>{words.summary}</summary>
      <table class="summary small">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{words.card}</th>
            <th scope="col">{words.whatHappens}</th>
          </tr>
        </thead>
        <tbody>
          {testCards.map(({ number, token }) => (
            <tr key={number}>
              <th scope="row" class="number">{number}</th>
              <td>{words.outcome({ token })}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{words.anyOther}</th>
            <td>{words.outcome({ token: "tok_random" })}</td>
          </tr>
        </tbody>
      </table>
      <p class="small quiet">{words.anyNameAndMonth}</p>
    </details>
  );
}
