import assert from "node:assert/strict";
import { describeCounts, describeSkipped, parsePlan, readReport } from "./test.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="12" failures="1" errors="0" time="0.012">
    <testsuite name="./a_test.ts" tests="5" disabled="2" errors="0" failures="1">
        <testcase name="a" classname="./a_test.ts" time="0.001" line="1" col="6"></testcase>
        <testcase name="b" classname="./a_test.ts" time="0.000" line="2" col="6">
            <skipped/>
        </testcase>
        <testcase name="not asked for" classname="./a_test.ts" line="3" col="6">
            <skipped/>
        </testcase>
    </testsuite>
    <testsuite name="./b_test.ts" tests="7" disabled="0" errors="0" failures="0"></testsuite>
</testsuites>`;

Deno.test("the counts add up all suites of the report and name files with skipped tests", () => {
  assert.deepEqual(readReport(REPORT), { passed: 9, failed: 1, skipped: { "a_test.ts": 1 } });
  assert.deepEqual(readReport(""), { passed: 0, failed: 0, skipped: {} });
  assert.deepEqual(describeSkipped(readReport(REPORT)), ["Skipped 1 in a_test.ts"]);
});

Deno.test("the last line counts skipped tests only if there are any", () => {
  const skipped = { "a_test.ts": 1, "b_test.ts": 1 };
  assert.equal(describeCounts({ passed: 9, failed: 1, skipped }), "9 passed, 1 failed, 2 skipped");
  assert.equal(describeCounts({ passed: 9, failed: 0, skipped: {} }), "9 passed, 0 failed");
});

Deno.test("paths select files, and any other word selects tests", () => {
  assert.deepEqual(parsePlan(["--fast", "--all", "lib/seats", "sold out"], (word) => word.includes("/")), {
    fast: true,
    all: true,
    paths: ["lib/seats"],
    filter: "sold out",
  });
  assert.throws(() => parsePlan(["one", "two"], () => false), /one name at a time/);
  assert.throws(() => parsePlan(["lib/seat"], () => false), /no lib\/seat/);
});
