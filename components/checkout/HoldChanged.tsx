import { Notice } from "@/components/layout/Notice.tsx";
import { Price } from "@/components/layout/Price.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { seatsInList } from "@/lib/charts/seats_in_words.ts";
import type { HoldChange } from "@/lib/holds/change.ts";

/** Says that the seats or the total differ from what was shown before, and how. */
export function HoldChanged({ change, currency }: {
  change: HoldChange;
  currency: string;
}) {
  const { added, removed, total } = change;
  const words = useWords("checkout").changed;
  const seatWords = useWords("seats");
  const price = (amount: number) => () => <Price amount={amount} currency={currency} />;
  const now = () => <strong>{price(total.now)()}</strong>;
  return (
    <Notice kind="warning" title={words.title}>
      <ul class="plain-list">
        {added.length > 0 && <li>{words.added({ seats: seatsInList(added, seatWords) })}</li>}
        {removed.length > 0 && <li>{words.removed({ seats: seatsInList(removed, seatWords) })}</li>}
        <li>
          {total.before === null || total.before === total.now
            ? words.total({ now })
            : words.totalBefore({ now, before: price(total.before) })}
        </li>
      </ul>
      <p>{words.explanation}</p>
    </Notice>
  );
}
