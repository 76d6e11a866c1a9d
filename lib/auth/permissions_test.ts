import assert from "node:assert/strict";
import { may, type Role, roles, rolesThatMay } from "./permissions.ts";

Deno.test("each role may do what the contract says and no more", () => {
  const rows: [Parameters<typeof may>[1], Role[]][] = [
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
  ];
  for (const [action, allowed] of rows) {
    assert.deepEqual(roles.filter((role) => may(role, action)), allowed, action);
    assert.deepEqual([...rolesThatMay(action)].toSorted(), allowed.toSorted(), action);
  }
});
