import { formatMoney } from "@/lib/format/money.ts";
import { useLang, useLocale, useWords } from "./words.tsx";

interface PriceProps {
  /** In minor units. */
  amount: number;
  currency: string;
}

/** A price with tabular figures; `short` drops zero cents. */
export function Price({ short = false, ...price }: PriceProps & { short?: boolean }) {
  return (
    <span class="price">
      <PriceFigure {...price} short={short} />
    </span>
  );
}

/** The lowest of several prices, worded as such. */
export function PriceFrom(price: PriceProps) {
  return (
    <span class="price">
      {useWords("layout").priceFrom({ price: () => <PriceFigure {...price} short /> })}
    </span>
  );
}

function PriceFigure({ amount, currency, short }: PriceProps & { short: boolean }) {
  const figure = formatMoney(amount, currency, useLocale(), { short });
  return <span class="number" lang={useLang()}>{figure}</span>;
}
