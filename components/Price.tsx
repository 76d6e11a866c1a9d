/**
 * An amount of money in words of the reader's locale. `amount` is in the currency's minor units (cents, yen);
 * whole amounts drop the empty decimals.
 */
export function formatPrice(amount: number, currency: string, locale: string): string {
  const decimals = new Intl.NumberFormat(locale, { style: "currency", currency })
    .resolvedOptions().maximumFractionDigits ?? 2;
  const value = amount / 10 ** decimals;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: Number.isInteger(value) ? 0 : decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** A price with tabular figures; `from` puts the word before it. */
export function Price({ amount, currency, locale, from = false }: {
  amount: number;
  currency: string;
  locale: string;
  from?: boolean;
}) {
  return (
    <span class="price">
      {from && "from "}
      <span class="number">{formatPrice(amount, currency, locale)}</span>
    </span>
  );
}
