import { Notice } from "@/components/layout/Notice.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import type { HoldChange } from "@/lib/holds/change.ts";

/** Says that the seats or the total are not what was shown before, and what is different. */
export function HoldChanged({ change, currency, locale }: {
  change: HoldChange;
  currency: string;
  locale: string;
}) {
  const { added, removed, total } = change;
  const price = (amount: number) => <Price amount={amount} currency={currency} locale={locale} />;
  return (
    <Notice kind="warning" title="Your seats have changed">
      <ul class="plain-list">
        {added.length > 0 && <li>Added: {seatsInList(added)}</li>}
        {removed.length > 0 && <li>No longer included: {seatsInList(removed)}</li>}
        <li>
          New total: <strong>{price(total.now)}</strong>
          {total.before !== null && total.before !== total.now && <>, before {price(total.before)}</>}
        </li>
      </ul>
      <p>They were changed in another window. Nothing was charged.</p>
    </Notice>
  );
}
