/**
 * `deno task sbom`: prints what the program is made of as CycloneDX 1.6 JSON, from the lock file: every package with its
 * version, checksum, licence (of those installed) and dependencies.
 */
import { z } from "zod";
import manifest from "@/deno.json" with { type: "json" };

const LockFile = z.object({
  npm: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      dependencies: z.array(z.string()).optional(),
      optionalDependencies: z.array(z.string()).optional(),
    }),
  ),
});

interface Component {
  type: "library";
  "bom-ref": string;
  name: string;
  version: string;
  purl: string;
  hashes?: { alg: "SHA-512"; content: string }[];
  licenses?: { expression: string }[];
}

export interface Sbom {
  bomFormat: "CycloneDX";
  specVersion: "1.6";
  version: 1;
  metadata: { component: object };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const ROOT = "aisle";

/** The bill of materials of a lock file. `licenseOf` returns an installed package's SPDX expression, if it has one. */
export function sbomOf(
  lockFile: string,
  licenseOf: (name: string, version: string) => string | undefined = () => undefined,
): Sbom {
  const { npm } = LockFile.parse(JSON.parse(lockFile));
  const components = new Map<string, Component>();
  const dependsOn = new Map<string, Set<string>>();
  const keys = Object.keys(npm);
  for (const [key, { integrity, dependencies = [], optionalDependencies = [] }] of Object.entries(npm)) {
    const { name, version } = parseKey(key);
    const purl = purlOf(key);
    const license = licenseOf(name, version);
    components.set(purl, {
      type: "library",
      "bom-ref": purl,
      name,
      version,
      purl,
      ...integrity?.startsWith("sha512-") &&
        { hashes: [{ alg: "SHA-512" as const, content: Uint8Array.fromBase64(integrity.slice(7)).toHex() }] },
      ...license && { licenses: [{ expression: license }] },
    });
    const needs = dependsOn.get(purl) ?? new Set<string>();
    for (const dependency of [...dependencies, ...optionalDependencies]) {
      // A dependency is named with its version only where the lock file has several.
      const found = keys.find((other) => other === dependency || other.startsWith(`${dependency}_`)) ??
        keys.find((other) => parseKey(other).name === dependency);
      if (found) needs.add(purlOf(found));
    }
    dependsOn.set(purl, needs);
  }
  const direct = Object.values(manifest.imports).filter((specifier) => specifier.startsWith("npm:"))
    .map((specifier) => purlOf(specifier.slice("npm:".length))).filter((purl) => components.has(purl));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": ROOT,
        name: ROOT,
        version: manifest.version,
        licenses: [{ expression: manifest.license }],
      },
    },
    components: [...components.values()],
    dependencies: [
      { ref: ROOT, dependsOn: direct },
      ...[...dependsOn].map(([ref, needs]) => ({ ref, dependsOn: [...needs] })),
    ],
  };
}

/** From `@preact/signals@2.11.4_preact@10.29.8`, whose end names the peers that it was resolved with. */
function parseKey(key: string): { name: string; version: string } {
  const at = key.indexOf("@", 1);
  return { name: key.slice(0, at), version: key.slice(at + 1).split("_")[0] };
}

function purlOf(key: string): string {
  const { name, version } = parseKey(key);
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function installedLicense(name: string, version: string): string | undefined {
  const folder = new URL(
    `../node_modules/.deno/${name.replace("/", "+")}@${version}/node_modules/${name}/package.json`,
    import.meta.url,
  );
  try {
    const { license } = JSON.parse(Deno.readTextFileSync(folder));
    return typeof license === "string" && /^[\w.+() -]+$/.test(license) ? license : undefined;
  } catch (error) {
    // Packages of other platforms, and those resolved with peers, are not in this folder.
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const lockFile = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));
  console.log(JSON.stringify(sbomOf(lockFile, installedLicense), null, 2));
}
