import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { nameColumns, renewNameColumns } from "./search_name.ts";

Deno.test("names written by an older version are rewritten for the current search", async () => {
  await withDatabase(async (sql) => {
    const names = ["Sinéad O'Connor", "田中花子"];
    for (const name of names) await insertUser(sql, { name });
    assert.equal(await renewNameColumns(sql), false, "new ones are up to date");
    await sql`update users set search_name = lower(name collate "C"), search_version = 0`;
    let renewed = 0;
    while (await renewNameColumns(sql)) renewed++;
    assert.equal(renewed, 2);
    const rows = await sql<{ searchName: string }[]>`select search_name from users order by id`;
    assert.deepEqual(
      rows.map(({ searchName }) => searchName),
      names.map((name) => nameColumns(name).searchName),
    );
    assert.equal(rows[0].searchName, "sinead o connor oconnor");
  });
});
