/** The contract of the HTTP API, checked from outside on a running program, and then the database's invariants. */
import assert from "node:assert/strict";
import { openPool } from "@/lib/db/pool.ts";
import { until } from "@/lib/testing/until.ts";
import { databaseViolations } from "../auditor/invariants.ts";
import { accounts } from "./contract/accounts.ts";
import { admin } from "./contract/admin.ts";
import { DocumentedApi } from "@/lib/testing/documented_api.ts";
import { Client } from "./client.ts";
import { badInput } from "./contract/bad_input.ts";
import { bookings } from "./contract/bookings.ts";
import { events } from "./contract/events.ts";
import { guests } from "./contract/guests.ts";
import { holds } from "./contract/holds.ts";
import { streams } from "./contract/streams.ts";
import { staff } from "./contract/staff.ts";
import { secondFactors } from "./contract/second_factors.ts";
import { requests } from "./contract/requests.ts";
import type { Steps } from "./contract/steps.ts";
import { databaseDeployment, withProgram } from "./program.ts";

const areas: Record<string, Steps> = {
  requests,
  accounts,
  "second factors": secondFactors,
  events,
  holds,
  streams,
  bookings,
  guests,
  admin,
  staff,
  "bad input": badInput,
};

Deno.test("the HTTP contract", (t) =>
  withProgram(databaseDeployment, {}, async ({ url }, env) => {
    const sql = openPool(env.DATABASE_URL);
    const api = new DocumentedApi((await new Client(url).get("/openapi.json")).body);
    const faults = new Set<string>();
    Client.onResponse = (method, path, response) => {
      for (const fault of api.faultsOfResponse(method, path, response)) faults.add(fault);
    };
    for (const [area, steps] of Object.entries(areas)) {
      await t.step(area, async (t) => {
        for (const [name, step] of Object.entries(steps)) await t.step(name, () => step({ url, sql }));
      });
    }
    Client.onResponse = null;
    await t.step("every response matched the OpenAPI document", () => {
      assert.deepEqual([...faults], []);
    });
    await t.step("every operation succeeded at least once", () => {
      assert.deepEqual(api.operations.filter((operation) => !api.succeeded.has(operation)), []);
    });
    await until(() => databaseViolations(sql), (violations) => violations.length === 0);
    await sql.end();
  }));
