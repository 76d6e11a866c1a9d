import { formatMoney } from "@/lib/format/money.ts";
import { useLang, useWords } from "./words.tsx";

interface PriceProps {
  /** In minor units. */
  amount: number;
  currency: string;
  locale: string;
}

/** A price with tabular figures; `short` drops zero cents. */
export function Price({ short = false, ...price }: PriceProps & { short?: boolean }) {
  return (
    <span class="price">
      <PriceFigure {...price} short={short} />
    </span>
  );
}

/** The lowest of several prices, said as such. */
export function PriceFrom(price: PriceProps) {
  return (
    <span class="price">
      {useWords("layout").priceFrom({ price: () => <PriceFigure {...price} short /> })}
    </span>
  );
}

function PriceFigure({ amount, currency, locale, short }: PriceProps & { short: boolean }) {
  return <span class="number" lang={useLang(locale)}>{formatMoney(amount, currency, locale, { short })}
  </span>;
}
