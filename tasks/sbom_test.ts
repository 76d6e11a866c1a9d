import assert from "node:assert/strict";
import { sbomOf } from "./sbom.ts";

const lockFile = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));

Deno.test("the bill of materials has every package of the lock file, with its checksum, and only known references", () => {
  const { components, dependencies } = sbomOf(lockFile);
  const purls = components.map(({ purl }) => purl);
  assert.equal(new Set(purls).size, purls.length);
  for (const key of Object.keys(JSON.parse(lockFile).npm)) {
    const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
    assert(purls.includes(`pkg:npm/${name.replace("@", "%40")}@${version}`), key);
  }
  for (const { purl, hashes } of components) assert.match(hashes?.[0].content ?? "", /^[0-9a-f]{128}$/, purl);
  for (const { ref, dependsOn } of dependencies) {
    assert(ref === "aisle" || purls.includes(ref), ref);
    for (const other of dependsOn) assert(purls.includes(other), other);
  }
  const [aisle] = dependencies;
  assert(aisle.dependsOn.some((purl) => purl.startsWith("pkg:npm/postgres@")));
});

Deno.test("a dependency is found by its name, or by its version where there are several", () => {
  const npm = {
    "a@1.0.0": { dependencies: ["b@2.0.0", "@x/c"] },
    "b@1.0.0": {},
    "b@2.0.0_peer@1.0.0": {},
    "@x/c@3.0.0": { optionalDependencies: ["b@1.0.0"] },
  };
  const { dependencies } = sbomOf(JSON.stringify({ npm }), (name) => name === "a" ? "MIT" : undefined);
  const of = (ref: string) => dependencies.find((entry) => entry.ref === ref)?.dependsOn;
  assert.deepEqual(of("pkg:npm/a@1.0.0"), ["pkg:npm/b@2.0.0", "pkg:npm/%40x/c@3.0.0"]);
  assert.deepEqual(of("pkg:npm/%40x/c@3.0.0"), ["pkg:npm/b@1.0.0"]);
});
