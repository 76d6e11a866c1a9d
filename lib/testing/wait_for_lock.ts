/** A program that ends once nobody holds an advisory lock in the database whose URL is its argument. */
import { openPool } from "@/lib/db/pool.ts";
import { until } from "./until.ts";

const sql = openPool(Deno.args[0], { max: 1 });
await until(
  () =>
    sql`
      select from pg_locks join pg_database d on d.oid = database
      where locktype = 'advisory' and datname = current_database()`,
  (locks) => locks.length === 0,
);
await sql.end({ timeout: 5 });
