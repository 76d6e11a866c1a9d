import assert from "node:assert/strict";
import { insertEvent, insertHall, insertUser } from "@/lib/events/testing.ts";
import { migrate, readMigrations } from "@/lib/db/migrate.ts";
import { withDatabase } from "@/lib/db/testing.ts";

Deno.test("halls from before there were owners belong to the first organizer who used them, or else to the first admin", async () => {
  await withDatabase(async (sql, url) => {
    const files = await readMigrations();
    await sql.unsafe("drop schema public, mock_provider cascade; create schema public");
    await migrate(url, files.filter(({ name }) => name < "0038"));
    const [admin, first, second] = [
      await insertUser(sql, "admin"),
      await insertUser(sql, "organizer"),
      await insertUser(sql, "organizer"),
    ];
    const [used, unused] = [await insertHall(sql), await insertHall(sql)];
    for (const organizerId of [first, second]) await insertEvent(sql, used, { now: Date.now(), organizerId });
    await migrate(url);
    const owners = async (table: "venues" | "charts", id: string) =>
      (await sql`select owner_id from ${sql(table)} where id = ${id}`)[0].ownerId;
    assert.deepEqual([await owners("venues", used.venueId), await owners("charts", used.chartId)], [
      first,
      first,
    ]);
    assert.deepEqual([await owners("venues", unused.venueId), await owners("charts", unused.chartId)], [
      admin,
      admin,
    ]);
  });
});
