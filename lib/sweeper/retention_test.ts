import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { root } from "@/lib/testing/product_files.ts";
import { type Kept, retentionRules } from "./retention.ts";

const settings = {
  retentionMessagesDays: "RETENTION_MESSAGES_DAYS",
  retentionAuditDays: "RETENTION_AUDIT_DAYS",
} as const;

/** As docs/privacy.md says it. */
function inWords(kept: Kept): string {
  if (kept === "until it expires") return kept;
  if ("daysIn" in kept) return `\`${settings[kept.daysIn]}\`, ${parseConfig({})[kept.daysIn]} days`;
  const [count, unit] = "hours" in kept ? [kept.hours, "hour"] : [kept.days, "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

Deno.test("the table in docs/privacy.md lists what the sweeper forgets, and when", async () => {
  const text = await Deno.readTextFile(new URL("docs/privacy.md", root));
  const section = text.split("## What is forgotten, and when")[1].split("\n## ")[0];
  const rows = [...section.matchAll(/^\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].slice(2);
  const documented = rows.map(([, data, , kept]) => ({
    data: [...data.matchAll(/`(\w+)`/g)].map(([, table]) => table).join(", "),
    kept,
  }));
  for (const { data, kept } of retentionRules) {
    const row = documented.find((row) => row.data === data);
    assert.ok(row, `docs/privacy.md has no row for ${data}`);
    assert.ok(
      row.kept.startsWith(inWords(kept)) && /^($|\W)/.test(row.kept.slice(inWords(kept).length)),
      `${data}: "${row.kept}" in docs/privacy.md, ${inWords(kept)} in retention.ts`,
    );
  }
  assert.deepEqual(
    documented.map(({ data }) => data).toSorted(),
    retentionRules.map(({ data }) => data).toSorted(),
    "rows of docs/privacy.md without a rule",
  );
});
