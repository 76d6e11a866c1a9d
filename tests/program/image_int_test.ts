/** The image's own command, run by an unprivileged user on a copy of the program that it cannot write to. */
import assert from "node:assert/strict";
import { parseConfig } from "@/lib/config.ts";
import { generateSecrets } from "@/lib/config/secrets.ts";
import { build, isBuilt } from "../../tasks/build.ts";
import { freePort } from "../../tasks/stack/child.ts";
import { canRun, fullDeployment } from "./program.ts";

const root = new URL("../..", import.meta.url).pathname;
const NOBODY = 65534;

async function run(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Copies what running needs of Deno's cache: the registry's descriptions of the packages. */
async function copyDescriptions(to: string): Promise<void> {
  const { denoDir } = JSON.parse(await run(Deno.execPath(), ["info", "--json"]));
  const files = await run("find", [`${denoDir}/npm`, "-name", "registry.json", "-printf", "%P\n"]);
  for (const file of files.trim().split("\n")) {
    await Deno.mkdir(`${to}/npm/${file.slice(0, file.lastIndexOf("/"))}`, { recursive: true });
    await Deno.copyFile(`${denoDir}/npm/${file}`, `${to}/npm/${file}`);
  }
}

Deno.test({
  name: "the image's command serves a production site, unprivileged and from files that it cannot write",
  ignore: Deno.build.os !== "linux" || !canRun(fullDeployment),
  fn: async () => {
    if (!isBuilt()) await build();
    const { env, clean } = await fullDeployment.prepare();
    // Not in the run's own folder, which another user may not enter.
    const image = await Deno.makeTempDir({ dir: "/tmp", prefix: "aisle_image_" });
    try {
      const [app, data, deno] = ["app", "data", "deno"].map((name) => `${image}/${name}`);
      await Deno.mkdir(app);
      for (const { name } of Deno.readDirSync(root)) {
        if (![".git", ".data", ".stack", ".env"].includes(name)) await run("cp", ["-R", root + name, app]);
      }
      await Deno.copyFile(Deno.execPath(), deno);
      await copyDescriptions(`${image}/cache`);
      await Deno.mkdir(data);
      await run("chmod", ["-R", "a-w,a+rX", app, `${image}/cache`]);
      await Deno.chmod(deno, 0o555);
      await Deno.chmod(image, 0o755);
      if (Deno.uid() === 0) await Deno.chown(data, NOBODY, NOBODY);

      const dockerfile = await Deno.readTextFile(`${root}Dockerfile`);
      const words = (name: string): string[] =>
        JSON.parse(new RegExp(`^${name} (\\[.*\\])$`, "m").exec(dockerfile)![1]);
      const command = [...words("ENTRYPOINT"), ...words("CMD")];
      assert.equal(command.shift(), "deno");
      const port = await freePort();
      const settings = {
        ...env,
        ...await generateSecrets(),
        AISLE_ENV: "production",
        DEMO: "off",
        DEMONSTRATION: "on",
        PUBLIC_URL: "https://tickets.example.org",
        HOST: "0.0.0.0",
        PORT: String(port),
        DATA_DIR: data,
      };
      assert.equal(parseConfig(settings).env, "production");
      const nobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--bounding-set=-all"];
      const child = new Deno.Command("setpriv", {
        args: ["--no-new-privs", "--inh-caps=-all", ...Deno.uid() === 0 ? nobody : [], deno, ...command],
        cwd: app,
        clearEnv: true,
        env: { ...settings, PATH: "/usr/bin:/bin", HOME: "/nonexistent", DENO_DIR: `${image}/cache` },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const output = { text: "" };
      const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>, whenReady: () => void) => {
        for await (const text of stream.pipeThrough(new TextDecoderStream())) {
          output.text += text;
          if (/ready at/.test(output.text)) whenReady();
        }
      };
      const ready = Promise.withResolvers<void>();
      const reading = Promise.all([read(child.stdout, ready.resolve), read(child.stderr, ready.resolve)]);
      const early = await Promise.race([ready.promise, child.status]);
      if (early) await reading;
      assert.equal(early, undefined, output.text);
      try {
        assert.match(output.text, /ready at https:\/\/tickets\.example\.org/);
        for (const path of ["/readyz", "/", "/login"]) {
          const response = await fetch(`http://127.0.0.1:${port}${path}`);
          assert.equal(response.status, 200, path);
          await response.body?.cancel();
        }
      } finally {
        child.kill("SIGTERM");
        const { code } = await child.status;
        await reading;
        assert.equal(code, 0, output.text);
      }
    } finally {
      await run("chmod", ["-R", "u+w", image]);
      await Deno.remove(image, { recursive: true });
      await clean();
    }
  },
});
