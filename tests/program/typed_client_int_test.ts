/** What a developer does with the OpenAPI document: generates a typed client and buys a ticket with it. */
import assert from "node:assert/strict";
import openapiTypes, { astToString } from "openapi-typescript";
import { databaseDeployment, withProgram } from "./program.ts";

Deno.test("a client generated from the document type-checks and buys a ticket", () =>
  withProgram(databaseDeployment, {}, async ({ url }) => {
    const folder = await Deno.makeTempDir();
    try {
      const document = await (await fetch(`${url}/openapi.json`)).json();
      await Deno.writeTextFile(`${folder}/api.ts`, astToString(await openapiTypes(document)));
      await Deno.copyFile(new URL("typed_client/buy.ts", import.meta.url), `${folder}/buy.ts`);
      const config = new URL("../../deno.json", import.meta.url).pathname;
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--check", `--config=${config}`, "--allow-net", `${folder}/buy.ts`, url],
        env: { NO_COLOR: "1" },
      }).output();
      const decoder = new TextDecoder();
      assert.ok(success, decoder.decode(stderr));
      const bought = JSON.parse(decoder.decode(stdout));
      assert.deepEqual(bought, { status: "confirmed", seats: 2, tickets: 2, pdf: "%PDF-" });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }));
