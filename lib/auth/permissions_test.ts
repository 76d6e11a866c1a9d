import assert from "node:assert/strict";
import { productFiles, root } from "@/lib/testing/product_files.ts";
import { may, type Role, roles, rolesThatMay } from "./permissions.ts";

Deno.test("each role may do exactly what the contract says", () => {
  const rows: [Parameters<typeof may>[1], Role[]][] = [
    ["secure-account", ["visitor", "checkin", "organizer", "admin"]],
    ["own-account", ["visitor", "checkin", "organizer", "admin"]],
    ["book", ["visitor", "checkin", "organizer", "admin"]],
    ["list-events", ["checkin", "organizer", "admin"]],
    ["check-in", ["checkin", "organizer", "admin"]],
    ["edit-events", ["organizer", "admin"]],
    ["edit-halls", ["organizer", "admin"]],
    ["see-bookings", ["organizer", "admin"]],
    ["refund", ["organizer", "admin"]],
    ["every-event", ["admin"]],
    ["every-hall", ["admin"]],
    ["every-booking", ["admin"]],
    ["dead-letters", ["admin"]],
    ["see-system", ["admin"]],
    ["manage-accounts", ["admin"]],
    ["read-audit", ["admin"]],
    ["see-every-event", ["checkin", "admin"]],
    ["see-drafts", ["organizer", "admin"]],
  ];
  for (const [action, allowed] of rows) {
    assert.deepEqual(roles.filter((role) => may(role, action)), allowed, action);
    assert.deepEqual([...rolesThatMay(action)].toSorted(), allowed.toSorted(), action);
  }
});

Deno.test("permissions are checked by action, never by comparing roles", async () => {
  const name = `["'\`](?:${roles.join("|")})["'\`]`;
  const byHand = new RegExp(
    `role\\s*[!=]==?\\s*${name}|${name}\\s*[!=]==?\\s*[\\w.]*role|${name}[^\\]]*\\]\\.includes|switch \\([\\w.]*role\\)`,
  );
  const faults: string[] = [];
  for (const folder of ["lib", "routes", "components", "islands", "workers"]) {
    for (const file of await productFiles(folder)) {
      const found = (await Deno.readTextFile(new URL(file, root))).match(byHand)?.[0];
      if (found) {
        faults.push(`${file}: ${found}. Use may(role, action) with an action of lib/auth/permissions.ts`);
      }
    }
  }
  assert.deepEqual(faults, []);
});
