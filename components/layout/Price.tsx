import { formatMoney } from "@/lib/format/money.ts";
import { langOf } from "@/lib/text/page_language.ts";

/** A price with tabular figures, in minor units. `from` puts the word before it; `short` drops zero cents. */
export function Price({ amount, currency, locale, from = false, short = from }: {
  amount: number;
  currency: string;
  locale: string;
  from?: boolean;
  short?: boolean;
}) {
  return (
    <span class="price">
      {from && "from "}
      <span class="number" lang={langOf(locale)}>{formatMoney(amount, currency, locale, { short })}</span>
    </span>
  );
}
