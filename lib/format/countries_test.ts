import assert from "node:assert/strict";
import { MIGRATIONS_BEFORE, readMigrations } from "@/lib/db/migrate.ts";
import { isCountry } from "./countries.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const codes = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second)).filter(isCountry);

Deno.test("the codes of ISO 3166-1 and XK are countries, and locale data has a name for each", () => {
  assert.equal(codes.length, 250);
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  assert.deepEqual(codes.filter((code) => !names.of(code)), []);
});

Deno.test("every country code with a capital in the time zone migration is accepted", async () => {
  const migration = (await readMigrations(MIGRATIONS_BEFORE)).find(({ name }) =>
    name.endsWith("_time_zones.sql")
  )!;
  const capitals = [...migration.statements.matchAll(/\s([A-Z]{2})=[A-Z][a-z]+\/[A-Z]/g)].map(([, code]) =>
    code
  );
  assert.ok(capitals.length > 240);
  assert.deepEqual(capitals.filter((code) => !isCountry(code)), []);
});

Deno.test("reserved, former, lower-case and invalid codes are not countries", () => {
  for (const code of ["ZZ", "XA", "EU", "UK", "AN", "SU", "gb", "G", "GBR", "", "GB "]) {
    assert.equal(isCountry(code), false, code);
  }
});
