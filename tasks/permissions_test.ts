import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig } from "@/lib/config.ts";
import { environmentFrom, type Part, permissionFlags } from "./permissions.ts";

const root = join(import.meta.dirname!, "..");
const STORES = { DATABASE_URL: "postgres://u:p@db.test/aisle", REDIS_URL: "redis://:p@board.test:7000" };

function flagOf(part: Part, env: Record<string, string>, name: string): string | undefined {
  return permissionFlags(part, parseConfig(env)).find((flag) => flag.split("=")[0] === `--allow-${name}`);
}

Deno.test("the network is limited to where the program listens and to its services", () => {
  assert.equal(
    flagOf("web", { ...STORES, SMTP_URL: "smtp://mail.test" }, "net"),
    "--allow-net=127.0.0.1:8000,db.test:5432,board.test:7000,mail.test:587",
  );
  const six = { ...STORES, HOST: "::1", PORT: "0", SMTP_URL: "smtps://[2001:db8::1]" };
  assert.equal(
    flagOf("worker", six, "net"),
    "--allow-net=[::1],db.test:5432,board.test:7000,[2001:db8::1]:465",
  );
});

Deno.test("the identity provider is reached at its own hosts only", () => {
  const oidc = { OIDC_CLIENT_ID: "aisle", OIDC_CLIENT_SECRET: "secret" };
  assert.equal(
    flagOf("web", {
      ...STORES,
      ...oidc,
      OIDC_ISSUER: "https://id.test/realms/staff",
      OIDC_HOSTS: "keys.test,people.test",
    }, "net"),
    "--allow-net=127.0.0.1:8000,db.test:5432,board.test:7000,id.test:443,keys.test:443,people.test:443",
  );
  const local = { ...STORES, ...oidc, OIDC_ISSUER: "http://localhost:4000" };
  assert.match(flagOf("web", local, "net")!, /,localhost:4000$/);
});

Deno.test("the network is open where brokers or the servers of a cluster announce their addresses", () => {
  assert.equal(flagOf("web", { ...STORES, KAFKA_BROKERS: "log.test:9092" }, "net"), "--allow-net");
  const REDIS_URL = "redis://one.test,redis://two.test";
  assert.equal(flagOf("web", { ...STORES, REDIS_URL }, "net"), "--allow-net");
});

Deno.test("only the embedded mode runs programs besides the bundler, and connects to its database's socket", () => {
  assert.equal(flagOf("web", STORES, "run"), undefined);
  assert.equal(flagOf("worker", STORES, "run"), undefined);
  assert.match(flagOf("start", STORES, "run")!, /^--allow-run=[^,]*\/esbuild$/);
  assert.match(
    flagOf("start", { DATA_DIR: "/srv/aisle" }, "run")!,
    /\/postgres,.*\/initdb,sync,.*\/esbuild$/,
  );
  assert.match(flagOf("start", { DATA_DIR: "/srv/aisle" }, "net")!, /unix:\/srv\/aisle\/socket\/\.s\.PGSQL/);
});

Deno.test("files are limited to the program, which it cannot change, and the data folder", () => {
  const env = { ...STORES, DATA_DIR: "/srv/aisle" };
  assert.equal(flagOf("web", env, "read"), `--allow-read=${root},/srv/aisle`);
  assert.equal(flagOf("web", env, "write"), "--allow-write=/srv/aisle");
  assert.equal(flagOf("start", env, "write"), `--allow-write=/srv/aisle,${join(root, "_fresh")}`);
  assert.equal(flagOf("web", env, "ffi"), `--allow-ffi=${join(root, "node_modules")}`);
});

Deno.test("a part of the program gets its settings, and no other secret of its environment", () => {
  const all = {
    PORT: "1",
    JWT_SECRET: "j",
    PATH: "/bin",
    DENO_DIR: "/d",
    AWS_SECRET_ACCESS_KEY: "a",
    EDITOR: "vi",
  };
  assert.deepEqual(environmentFrom(all), { PORT: "1", JWT_SECRET: "j", PATH: "/bin", DENO_DIR: "/d" });
});
