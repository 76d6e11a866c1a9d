import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { loadSecrets } from "@/lib/config/secrets.ts";
import { ConfigError } from "@/lib/errors.ts";

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle_config_" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("missing secrets are created once, readable only by the owner, and then stay the same", async () => {
  await withFolder(async (folder) => {
    const config = parseConfig({ DATA_DIR: `${folder}/data` });
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(config)));
    const later = await loadSecrets(config);
    for (const secrets of atOnce) assert.deepEqual(secrets, later);
    const { mode } = await Deno.stat(`${folder}/data/secrets.json`);
    assert.equal(mode! & 0o777, 0o600);
    assert.deepEqual([...Deno.readDirSync(`${folder}/data`)].map((entry) => entry.name), ["secrets.json"]);
    assert.equal(parseConfig({ TICKET_KEY: later.ticketKey }).ticketKey, later.ticketKey);
  });
});

Deno.test("configured secrets take precedence over the file, and all three together need no file", async () => {
  await withFolder(async (folder) => {
    const jwtSecret = "j".repeat(40);
    const some = await loadSecrets(parseConfig({ DATA_DIR: folder, JWT_SECRET: jwtSecret }));
    assert.deepEqual(some.jwtSecrets, [jwtSecret]);
    assert.notDeepEqual(some.cookieSecrets, [jwtSecret]);

    const ticketKey = some.ticketKey;
    const given = { jwtSecrets: [jwtSecret], cookieSecrets: ["c".repeat(32)], ticketKey };
    assert.deepEqual(await loadSecrets({ ...given, dataDir: `${folder}/none` }), given);
    await assert.rejects(Deno.stat(`${folder}/none`), Deno.errors.NotFound);
  });
});

Deno.test("a damaged secrets file prevents startup", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/secrets.json`, "{}");
    await assert.rejects(loadSecrets(parseConfig({ DATA_DIR: folder })), ConfigError);
  });
});
