import assert from "node:assert/strict";
import { until } from "@/lib/testing/until.ts";
import { newBuyer } from "./client.ts";
import { embeddedDeployment, startProgram } from "./program.ts";

/** Runs `deno task grant` with the server's environment. */
async function grant(env: Record<string, string>, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "tasks/grant.ts", ...args],
    env,
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("a role is granted on the command line, while the embedded database runs and when it does not", async () => {
  const { env, clean } = await embeddedDeployment.prepare();
  try {
    const program = await startProgram(env);
    const buyer = await newBuyer(program.url);
    const { email } = (await buyer.get("/api/me")).body;
    const granted = await grant(env, email, "admin");
    assert.deepEqual(granted, { code: 0, stdout: `${email} now has the role admin.`, stderr: "" });
    await until(() => buyer.get("/api/admin/users"), ({ status }) => status === 200);
    for (const args of [["nobody@example.org", "admin"], [email, "owner"], []]) {
      const refused = await grant(env, ...args);
      assert.deepEqual([refused.code, refused.stdout], [1, ""]);
      assert.match(refused.stderr, /^.+$/, "one line says why");
    }
    assert.equal(await program.end("SIGTERM"), 0);
    assert.equal((await grant(env, email, "organizer")).code, 0);
  } finally {
    await clean();
  }
});
