/** The demo (`DEMO=on`): sample data in an empty database, and accounts with a public password. */
import { hashPassword } from "@/lib/auth/passwords.ts";
import { siteUrl } from "@/lib/config.ts";
import { demoAccounts, demoPassword, seed } from "@/lib/demo/data.ts";
import type { Services } from "@/lib/services.ts";
import type { Progress } from "./progress.ts";

/** Seeds an empty database if the demo is on. Returns lines about the demo for the terminal. */
export async function prepareDemo(services: Services, progress: Progress): Promise<string[]> {
  const { sql, config, now } = services;
  if (!config.demo) return [];
  await progress.step("Sample data", async () => {
    const passwordHash = await hashPassword(demoPassword);
    await seed(sql, { now: now(), passwordHash, site: siteUrl(config) });
  });
  const accounts = demoAccounts.map(({ email, role }) => `  ${email.padEnd(24)} ${role}`);
  return ["", `Demo accounts, password ${demoPassword}:`, ...accounts];
}
