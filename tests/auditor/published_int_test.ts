import assert from "node:assert/strict";
import { withDatabase } from "@/lib/db/testing.ts";
import { append, attempted } from "@/lib/messaging/event_log_contract.ts";
import { takeAndDelete } from "@/lib/messaging/outbox.ts";
import { relayOnce } from "@/lib/messaging/relay.ts";
import { databaseViolations, deliveryViolations } from "./invariants.ts";
import { keepPublished } from "./published.ts";

Deno.test("a published message that was never handled is found although it has left the outbox", () =>
  withDatabase(async (sql) => {
    await keepPublished(sql);
    const message = attempted();
    await append(sql, [message]);
    const nowhere = { take: takeAndDelete, publish: () => Promise.resolve(), published() {} };
    assert.equal(await relayOnce(sql, nowhere), 1);
    assert.equal(await relayOnce(sql, nowhere), 0);
    assert.deepEqual(await databaseViolations(sql), []);
    const [violation, ...others] = await deliveryViolations(sql);
    assert.match(violation, /a published message never reached a consumer group/);
    assert.ok(violation.includes(message.key));
    assert.deepEqual(others, []);
  }));
