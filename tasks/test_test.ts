import assert from "node:assert/strict";
import { countResults, describeCounts, parsePlan } from "./test.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="12" failures="1" errors="0" time="0.012">
    <testsuite name="./a_test.ts" tests="5" disabled="2" errors="0" failures="1">
        <testcase name="a" classname="./a_test.ts" time="0.001" line="1" col="6"></testcase>
    </testsuite>
    <testsuite name="./b_test.ts" tests="7" disabled="0" errors="0" failures="0"></testsuite>
</testsuites>`;

Deno.test("the counts add up every suite of the report", () => {
  assert.deepEqual(countResults(REPORT), { passed: 9, failed: 1, skipped: 2 });
  assert.deepEqual(countResults(""), { passed: 0, failed: 0, skipped: 0 });
});

Deno.test("the last line names skipped tests only where there are any", () => {
  assert.equal(describeCounts({ passed: 9, failed: 1, skipped: 2 }), "9 passed, 1 failed, 2 skipped");
  assert.equal(describeCounts({ passed: 9, failed: 0, skipped: 0 }), "9 passed, 0 failed");
});

Deno.test("paths choose files and any other word chooses tests", () => {
  assert.deepEqual(parsePlan(["--fast", "lib/seats", "sold out"], (word) => word.includes("/")), {
    fast: true,
    paths: ["lib/seats"],
    filter: "sold out",
  });
  assert.throws(() => parsePlan(["one", "two"], () => false), /one name at a time/);
});
