import type { Transaction } from "./pool.ts";

/**
 * Inserts one or more rows in one statement. Every row has the same members, named like the columns; times may be
 * `Date` objects.
 */
export async function insertRows(tx: Transaction, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0]);
  const json = JSON.stringify(rows);
  await tx`
    insert into ${tx(table)} (${tx(columns)})
    select ${tx(columns)} from json_populate_recordset(null::${tx(table)}, ${json}::text::json)`;
}
