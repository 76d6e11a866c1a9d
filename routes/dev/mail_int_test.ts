import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { appOn } from "@/lib/testing/page_client.ts";

Deno.test("emails can be read in development only, and only on this machine", () =>
  withDatabase(async (sql) => {
    for (const env of ["development", "production"] as const) {
      const config = { ...parseConfig({}), env };
      const handler = await appOn({ sql, config, now: Date.now });
      await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
      const status = async (headers: Record<string, string> = {}) => {
        const response = await fetch(`http://127.0.0.1:${server.addr.port}/dev/mail`, { headers });
        await response.body?.cancel();
        return response.status;
      };
      assert.equal(await status(), env === "development" ? 200 : 404);
      for (const header of ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"]) {
        assert.equal(await status({ [header]: "127.0.0.1" }), 404, header);
      }
    }
  }));
