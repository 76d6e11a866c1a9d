import type { Queryable } from "./pool.ts";

/**
 * SQL: a time as a literal, to compare the age of rows with. As a parameter, a plan for any time expects a third of the
 * rows to be old, and scans the table for them.
 */
export function timeLiteral(sql: Queryable, time: Date) {
  return sql.unsafe(`'${time.toISOString()}'::timestamptz`);
}
