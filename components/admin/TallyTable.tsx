import { Price } from "@/components/layout/Price.tsx";
import { useLocale, useWords } from "@/components/layout/words.tsx";
import { formatCount } from "@/lib/format/counts.ts";
import type { TalliedPart } from "@/lib/seats/tally.ts";
import { type Column, DataTable } from "./DataTable.tsx";

/** Seats by status for each part of a hall, and in total. */
export function TallyTable({ caption, part, rows, currency }: {
  caption: string;
  /** The heading for the parts. */
  part: string;
  rows: TalliedPart[];
  currency: string;
}) {
  const locale = useLocale();
  const words = useWords("admin").tally;
  const total = (count: (row: TalliedPart) => number) => rows.reduce((sum, row) => sum + count(row), 0);
  const whole: TalliedPart = {
    id: "",
    name: words.all,
    sold: total((row) => row.sold),
    held: total((row) => row.held),
    left: total((row) => row.left),
  };
  const number = (label: string, count: (row: TalliedPart) => number): Column<TalliedPart> => ({
    label,
    kind: "number",
    cell: (row) => formatCount(count(row), locale),
  });
  const share = new Intl.NumberFormat(locale, { style: "percent" });
  return (
    <DataTable
      caption={caption}
      figures
      rows={rows.length > 1 ? [...rows, whole] : rows}
      columns={[
        {
          label: part,
          kind: "head",
          cell: ({ name, price }) => (
            <>
              <bdi>{name}</bdi>
              {price !== undefined && (
                <span class="sub">
                  <Price amount={price} currency={currency} />
                </span>
              )}
            </>
          ),
        },
        number(words.sold, ({ sold }) => sold),
        number(words.held, ({ held }) => held),
        number(words.left, ({ left }) => left),
        {
          label: words.share,
          kind: "number",
          cell: ({ sold, held, left }) => {
            const all = sold + held + left;
            return all === 0 ? "–" : share.format(sold / all);
          },
        },
      ]}
    />
  );
}
