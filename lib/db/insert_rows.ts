import type { Transaction } from "./pool.ts";

/**
 * Inserts any number of rows in one statement. Their members are spelled as the columns and are the same in each; dates
 * may be Dates. There must be at least one row.
 */
export async function insertRows(tx: Transaction, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0]);
  const json = JSON.stringify(rows);
  await tx`
    insert into ${tx(table)} (${tx(columns)})
    select ${tx(columns)} from json_populate_recordset(null::${tx(table)}, ${json}::text::json)`;
}
