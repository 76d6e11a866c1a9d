import assert from "node:assert/strict";
import { readReport } from "./test.ts";

/** Files and folders in which every test needs Chromium, Redis, Kafka, Caddy, Poppler or ZBar. */
const TOOL_TESTS = [
  "tests/browser",
  "tests/paper",
  "packages/fresh/tests/islands_browser_test.ts",
  "tests/faults/faults_int_test.ts",
  "tests/program/caddy_int_test.ts",
  "tests/program/image_int_test.ts",
  "tests/program/separate_processes_int_test.ts",
  "lib/http/rate_limits_int_test.ts",
  "lib/messaging/kafka/kafka_event_log_int_test.ts",
];

Deno.test("without Chromium, Redis, Kafka, Caddy or Poppler, the tests that need them are skipped and counted", async () => {
  const folder = await Deno.makeTempDir({ prefix: "aisle_missing_" });
  const report = `${folder}/junit.xml`;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--no-check", `--junit-path=${report}`, ...TOOL_TESTS],
    env: { PATH: folder, CHROMIUM: "", TEST_REDIS_URL: "", TEST_KAFKA_BROKERS: "" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  const { passed, failed, skipped } = readReport(await Deno.readTextFile(report));
  assert.deepEqual([passed, failed], [0, 0]);
  const files = Object.keys(skipped);
  for (const path of TOOL_TESTS) assert.ok(files.some((file) => file.startsWith(path)), `${path}: ${files}`);
  await Deno.remove(folder, { recursive: true });
});
