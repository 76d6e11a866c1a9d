import assert from "node:assert/strict";
import { wordsIn } from "@/lib/i18n/words.ts";
import { alarmsOf, type SystemHealth } from "./alarms.ts";
import { type QueueName, queues, type QueueState } from "./queue_health.ts";

const idle: QueueState = { waiting: 0, oldestSeconds: null, retrying: 0, failingSeconds: null, error: null };

function health(
  changes: Partial<Record<QueueName, Partial<QueueState>>> = {},
  rest: Partial<SystemHealth> = {},
): SystemHealth {
  const names = Object.keys(queues) as QueueName[];
  const none = { approved: 0, declined: 0, unanswered: 0 };
  return {
    ready: true,
    dependencies: { database: "ok", board: "ok", eventLog: "ok" },
    failures: {},
    groups: [],
    queues: Object.fromEntries(
      names.map((name) => [name, { ...idle, ...changes[name] }]),
    ) as SystemHealth["queues"],
    payments: { 5: none, 60: none },
    ...rest,
  };
}

const alarms = (system: SystemHealth) => alarmsOf(system, wordsIn("en").admin.health.alarm, "en");
const texts = (system: SystemHealth) => alarms(system).map(({ text }) => text);

Deno.test("a healthy system, a busy one and a brief fault raise no alarm", () => {
  assert.deepEqual(texts(health()), []);
  assert.deepEqual(texts(health({ outbox: { waiting: 900, oldestSeconds: 2 } })), []);
  assert.deepEqual(texts(health({ payments: { retrying: 3, failingSeconds: 5, error: "late" } })), []);
  const payments = { 5: { approved: 7, declined: 20, unanswered: 3 }, 60: health().payments[60] };
  assert.deepEqual(texts(health({}, { payments })), []);
});

Deno.test("an alarm about failing work says how much, for how long and why", () => {
  const system = health({
    mails: { retrying: 2, failingSeconds: 7_300, error: "Error ECONNREFUSED: connect" },
    payments: { retrying: 12, failingSeconds: 185, error: "Error: 503" },
  });
  assert.deepEqual(alarms(system), [
    {
      kind: "danger",
      text: "Payments are failing: 12 to retry, the first failing for 3 minutes.",
      error: "Error: 503",
    },
    {
      kind: "warning",
      text: "Emails can’t be sent: 2 to retry, the first failing for 2 hours.",
      error: "Error ECONNREFUSED: connect",
    },
  ]);
});

Deno.test("an alarm's duration is in the reader's locale", () => {
  const { admin } = wordsIn("de");
  const [{ text }] = alarmsOf(
    health({ outbox: { waiting: 1200, oldestSeconds: 7_300 } }),
    admin.health.alarm,
    "de",
  );
  assert.equal(text, "Nachrichten werden nicht veröffentlicht: 1.200 warten, die erste schon 2 Stunden.");
});

Deno.test("work that no worker picks up, and work that needs a person, raise alarms", () => {
  assert.deepEqual(
    texts(health({
      outbox: { waiting: 4, oldestSeconds: 61 },
      overdue_bookings: { waiting: 1, oldestSeconds: 11 },
      dead_letters: { waiting: 2, oldestSeconds: 1 },
    })),
    [
      "Messages are not being published: 4 waiting, the first for 1 minute.",
      "Bookings are past their deadline: 1 waiting, the first for 11 seconds.",
      "2 messages could not be handled.",
    ],
  );
});

Deno.test("the alarm about a dependency that is down includes its error", () => {
  const system = health({}, {
    ready: false,
    dependencies: { database: "ok", board: "down", eventLog: "ok" },
    failures: { board: { at: 0, error: "Error: connection refused" } },
  });
  assert.deepEqual(alarms(system), [
    { kind: "danger", text: "The seat board is not responding.", error: "Error: connection refused" },
  ]);
});

Deno.test("a provider that leaves payments unanswered raises an alarm once there are enough of them", () => {
  const of = (unanswered: number, approved: number) =>
    texts(health({}, { payments: { 5: { approved, declined: 0, unanswered }, 60: health().payments[60] } }));
  assert.deepEqual(of(4, 0), []);
  assert.deepEqual(of(1, 4), []);
  assert.deepEqual(of(2, 4), [
    "The payment provider gave no result for 2 of 6 payments in the last 5 minutes.",
  ]);
});
