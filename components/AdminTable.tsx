import type { ComponentChildren } from "preact";

/** A column of a table of `Row`s. */
export interface AdminColumn<Row> {
  label: string;
  cell(row: Row): ComponentChildren;
  /** `head` names the row (one column); numbers stand right; text wraps where it is told to; the rest keeps one line. */
  kind?: "head" | "number" | "wrap" | "wide";
}

/** A table; on phones each row becomes a card with the columns' labels. */
export function AdminTable<Row extends { id: string }>({ caption, columns, rows }: {
  caption: string;
  columns: AdminColumn<Row>[];
  rows: Row[];
}) {
  return (
    <div class="table-frame">
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
