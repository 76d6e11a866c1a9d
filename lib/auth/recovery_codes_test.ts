import assert from "node:assert/strict";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery_codes.ts";

Deno.test("ten different codes are made, easy to read out", () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

Deno.test("a code is recognized however it is typed", () => {
  const hash = hashRecoveryCode("7K2M-Q0RZ-4W81-N1PT");
  for (const typed of ["7k2mq0rz4w81n1pt", " 7K2M Q0RZ 4W81 N1PT ", "7K2M–QoRZ–4W8l–NiPT"]) {
    assert.deepEqual(hashRecoveryCode(typed), hash, typed);
  }
  assert.notDeepEqual(hashRecoveryCode("7K2M-Q0RZ-4W81-N1PV"), hash);
});
