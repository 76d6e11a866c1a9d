/** For tests: the whole site on a database of its own, people who use it, and the emails that they get. */
import assert from "node:assert/strict";
import type { Sql } from "@/lib/db/pool.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { type DevMail, listDevMails } from "@/lib/notifications/dev_mailbox.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import type { Services } from "@/lib/services.ts";
import { appOn, PageClient } from "@/lib/testing/page_client.ts";

export interface Accounts {
  sql: Sql;
  /** Real at first, so that the database agrees. */
  clock: { nowMs: number };
  guest(): Visitor;
  /** Someone named Ada who has registered with this address and is signed in. */
  newVisitor(email: string): Promise<Visitor>;
  /** Someone who has signed in. */
  signedIn(email: string, password: string): Promise<Visitor>;
  /** The emails to an address, newest first. */
  mailsTo(email: string): Promise<DevMail[]>;
  /** The token of the latest link that was emailed to an address. */
  tokenFor(email: string, path?: "confirm" | "reset"): Promise<string>;
}

const PASSWORD = "a quiet correct horse";

/** A browser, for pages and for the API. */
export class Visitor {
  readonly password = PASSWORD;

  constructor(readonly browser: PageClient) {}

  get(path: string): Promise<Response> {
    return this.browser.get(path);
  }

  call(method: string, path: string, body?: unknown): Promise<Response> {
    return this.browser.send(path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  }

  page(method: string, path: string, form?: Record<string, string>): Promise<Response> {
    return this.browser.send(path, { method, body: form && new URLSearchParams(form) });
  }

  async assertProblem(
    method: string,
    path: string,
    body: unknown,
    status: number,
    code: string,
  ): Promise<void> {
    const response = await this.call(method, path, body);
    assert.deepEqual([response.status, (await response.json()).code], [status, code]);
  }
}

/** Runs `test` on a new database, with these services in place of the usual ones. */
export function withAccounts(
  test: (accounts: Accounts) => Promise<void>,
  services: Partial<Services> = {},
): Promise<void> {
  return withDatabase(async (sql) => {
    const clock = { nowMs: Date.now() };
    const app = await appOn({ ...services, sql, now: () => clock.nowMs });
    const guest = () => new Visitor(new PageClient(app));
    const mailsTo = (email: string) => listDevMails({ sql, secrets: testSecrets }, email);
    await test({
      sql,
      clock,
      guest,
      mailsTo,
      async newVisitor(email) {
        const visitor = guest();
        const person = { email, password: PASSWORD, name: "Ada" };
        assert.equal((await visitor.call("POST", "/api/auth/register", person)).status, 201);
        return visitor;
      },
      async signedIn(email, password) {
        const visitor = guest();
        assert.equal((await visitor.call("POST", "/api/auth/login", { email, password })).status, 200);
        return visitor;
      },
      async tokenFor(email, path = "confirm") {
        const pattern = new RegExp(`/${path}\\?token=(\\S+)`);
        const link = (await mailsTo(email)).map(({ text }) => pattern.exec(text)).find((found) => found);
        assert.ok(link, `no link to /${path} was emailed to ${email}`);
        return link[1];
      },
    });
  });
}
