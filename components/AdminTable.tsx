import type { ComponentChildren } from "preact";

/** A column of a table; numbers stand right. */
export interface AdminColumn {
  label: string;
  number?: boolean;
}

/** A table that scrolls by itself where it is too wide; its rows (`<tr>`) are the children. */
export function AdminTable({ caption, columns, children }: {
  caption: string;
  columns: AdminColumn[];
  children: ComponentChildren;
}) {
  return (
    <div class="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, number }) => (
              <th key={label} scope="col" class={number ? "number" : undefined}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
