import type { ComponentChildren } from "preact";

/** A column of a table of `Row`s. */
export interface Column<Row> {
  label: string;
  /** Null if there is nothing to show; a card omits the line. */
  cell(row: Row): ComponentChildren;
  /**
   * `head` names the row (one column); numbers are right-aligned; a `wrap` column has room for sentences, a `wide` one
   * for a picture; an `action` is not printed.
   */
  kind?: "head" | "number" | "wrap" | "wide" | "action";
  /** Needs no label in a card. */
  plain?: boolean;
}

/**
 * A table; on narrow screens each row becomes a card with the columns' labels. A table with `figures` has few columns:
 * it stays a table, and scrolls sideways if it doesn't fit.
 */
export function DataTable<Row extends { id: string }>({ caption, columns, rows, figures = false }: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  figures?: boolean;
}) {
  const scrolls = figures && { role: "region", "aria-label": caption, tabIndex: 0 } as const;
  return (
    <div class={figures ? "table-frame table-of-figures" : "table-frame"} {...scrolls}>
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, kind }) => <th key={label} scope="col" class={kind}>{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map(({ label, kind, plain, cell }) => {
                const content = cell(row);
                if (kind === "head") return <th key={label} scope="row">{content}</th>;
                return (
                  <td key={label} class={kind} data-label={plain ? undefined : label}>
                    {content != null && <div>{content}</div>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
