import assert from "node:assert/strict";
import { z } from "zod";
import { describeError, nextAttempt } from "./dead_letters.ts";

Deno.test("the pause before a retry doubles up to an hour, then a person has to look", () => {
  const pausesSeconds = [1, 2, 3, 9, 10, 11].map((attempts) => nextAttempt(attempts, 0)!.getTime() / 1_000);
  assert.deepEqual(pausesSeconds, [10, 20, 40, 2560, 3600, 3600]);
  assert.equal(nextAttempt(12, 0), null);
});

Deno.test("an error is described without the values involved", () => {
  const database = Object.assign(new Error("invalid input: anna@example.org"), {
    name: "PostgresError",
    code: "23505",
    constraint_name: "users_email",
    table_name: "users",
    detail: "Key (email)=(anna@example.org) already exists.",
  });
  assert.equal(describeError(database), "PostgresError 23505 users_email users");

  const invalid = z.object({ email: z.string().max(3) }).safeParse({ email: "anna@example.org" });
  assert.equal(describeError(invalid.error), "ValidationError: email: too_big");

  assert.equal(describeError(new Error("550 <anna@example.org> unknown")), "Error: 550 [address] unknown");
  const timeout = new DOMException("The operation was aborted due to timeout", "TimeoutError");
  assert.equal(describeError(timeout), "TimeoutError: The operation was aborted due to timeout");
  assert.equal(describeError("anna@example.org"), "an error that is not an Error");
  assert.equal(describeError(new Error("x".repeat(1_000))).length, 500);
});
