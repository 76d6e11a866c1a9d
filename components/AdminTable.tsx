import type { ComponentChildren } from "preact";

/** A column of a table of `Row`s. */
export interface AdminColumn<Row> {
  label: string;
  cell(row: Row): ComponentChildren;
  /** `head` names the row (one column); numbers stand right; text wraps where it is told to; the rest keeps one line. */
  kind?: "head" | "number" | "wrap" | "wide";
}

/**
 * A table; where it is narrow each row becomes a card with the columns' labels. One of a few `figures` stays a table, and
 * can be scrolled sideways should it not fit.
 */
export function AdminTable<Row extends { id: string }>({ caption, columns, rows, figures = false }: {
  caption: string;
  columns: AdminColumn<Row>[];
  rows: Row[];
  figures?: boolean;
}) {
  const scrolls = figures && { role: "region", "aria-label": caption, tabIndex: 0 } as const;
  return (
    <div class={figures ? "table-frame of-figures" : "table-frame"} {...scrolls}>
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
              {columns.map(({ label, kind, cell }) =>
                kind === "head"
                  ? <th key={label} scope="row">{cell(row)}</th>
                  : (
                    <td key={label} class={kind} data-label={label}>
                      <div>{cell(row)}</div>
                    </td>
                  )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
