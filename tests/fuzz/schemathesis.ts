/** Schemathesis: installs it into the project's folder of tools, and runs it as one role. */
import { existsSync } from "node:fs";
import { findCommand } from "../../tasks/stack/child.ts";

const folder = new URL("../../.stack/schemathesis/", import.meta.url).pathname;
const requirements = new URL("requirements.txt", import.meta.url).pathname;
const settings = new URL("schemathesis.toml", import.meta.url).pathname;
const hooks = new URL("hooks.py", import.meta.url).pathname;

/** Whether a response is what the document says, and no 5xx. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "allow_header_conformance",
];

/** The path of Python 3, or undefined if this machine has none. */
export function findPython(): Promise<string | undefined> {
  return findCommand("python3");
}

/** Installs the pinned versions, unless they are installed. @throws {Error} if pip fails */
export async function installSchemathesis(python: string): Promise<void> {
  const wanted = await Deno.readTextFile(requirements);
  const installed = `${folder}requirements.txt`;
  if (existsSync(installed) && await Deno.readTextFile(installed) === wanted) return;
  await run(python, ["-m", "venv", "--clear", folder]);
  await run(`${folder}bin/pip`, [
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--requirement",
    requirements,
  ]);
  await Deno.writeTextFile(installed, wanted);
}

async function run(command: string, args: string[]): Promise<void> {
  const { success } = await new Deno.Command(command, { args }).spawn().status;
  if (!success) throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed; see above.`);
}

export interface FuzzRun {
  /** The product's URL. */
  url: string;
  seed: number;
  /** Requests for each operation and phase. */
  examples: number;
  /** After this time, no more requests are made up. */
  seconds: number;
  /** Operations that are left out, by id. */
  excluded: string[];
  /** For the hooks, by the names of their environment variables. */
  hooks: Record<string, string>;
}

export interface FuzzResult {
  ok: boolean;
  /** Everything that schemathesis printed. */
  output: string;
}

/** How much longer a run may take to report what it found before it is killed, which fails it. */
const REPORT_SECONDS_MAX = 120;

/** Runs schemathesis on the product's OpenAPI document. */
export async function runSchemathesis(fuzz: FuzzRun): Promise<FuzzResult> {
  const workFolder = await Deno.makeTempDir({ prefix: "aisle_fuzz_" });
  const child = new Deno.Command(`${folder}bin/schemathesis`, {
    args: [
      `--config-file=${settings}`,
      "run",
      `${fuzz.url}/openapi.json`,
      `--url=${fuzz.url}`,
      `--seed=${fuzz.seed}`,
      `--max-examples=${fuzz.examples}`,
      `--max-time=${fuzz.seconds}`,
      `--checks=${CHECKS.join()}`,
      "--phases=examples,coverage,fuzzing,stateful",
      "--continue-on-failure",
      "--generation-database=none",
      // The hooks add the access token.
      "--generation-with-security-parameters=false",
      "--request-timeout=30",
      "--suppress-health-check=all",
      "--warnings=off",
      "--no-color",
      ...fuzz.excluded.map((id) => `--exclude-operation-id=${id}`),
    ],
    cwd: workFolder,
    env: { ...fuzz.hooks, SCHEMATHESIS_HOOKS: hooks, PYTHONDONTWRITEBYTECODE: "1" },
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout((fuzz.seconds + REPORT_SECONDS_MAX) * 1000),
  }).spawn();
  const { success, signal, stdout, stderr } = await child.output();
  await Deno.remove(workFolder, { recursive: true });
  const decoder = new TextDecoder();
  const late = signal === null ? "" : `\nIt did not end ${REPORT_SECONDS_MAX} s after its time was up.`;
  return { ok: success, output: decoder.decode(stdout) + decoder.decode(stderr) + late };
}
