import assert from "node:assert/strict";
import { codesOf } from "@/lib/http/openapi.ts";
import type { EndpointMethod, MethodName } from "@/lib/http/endpoint.ts";
import { callEndpoint } from "@/lib/http/testing.ts";
import { endpoints, handler } from "@/routes/openapi.json.ts";

// deno-lint-ignore no-explicit-any -- the test walks the document as a client would, without types
type Json = any;

async function readDocument(): Promise<Json> {
  const response = await callEndpoint(handler, new Request("http://aisle.test/openapi.json"));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  return await response.json();
}

/** The paths of the route files below a folder, as the document spells them. */
function routePaths(folder: string): string[] {
  const here = new URL(`./${folder}/`, import.meta.url);
  return [...Deno.readDirSync(here)].flatMap((entry) => {
    if (entry.isDirectory) return routePaths(`${folder}/${entry.name}`);
    if (!/\.tsx?$/.test(entry.name) || entry.name.includes("_test.")) return [];
    const path = `/${folder}/${entry.name.replace(/\.tsx?$/, "")}`;
    return [path.replace(/\/index$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")];
  });
}

Deno.test("every route of the API is in the document under the path of its file", () => {
  const documented = endpoints.map(({ path }) => path).filter((path) => path.startsWith("/api/"));
  assert.deepEqual(documented.toSorted(), routePaths("api").toSorted());
});

Deno.test("the document is OpenAPI 3.1 in structure", async () => {
  const document = await readDocument();
  assert.match(document.openapi, /^3\.1\./);
  assert.equal(typeof document.info.title, "string");
  assert.equal(typeof document.info.version, "string");
  const operationIds = new Set<string>();
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    assert.match(path, /^\/[\w.{}/-]*$/);
    for (const [name, operation] of Object.entries<Json>(item)) {
      const where = `${name} ${path}`;
      assert.ok(["get", "post", "put", "patch", "delete"].includes(name), where);
      assert.ok(!operationIds.has(operation.operationId), `${where}: its operationId is taken`);
      operationIds.add(operation.operationId);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const declared = (operation.parameters ?? []).filter((parameter: Json) => parameter.in === "path");
      assert.deepEqual(declared.map((parameter: Json) => parameter.name), inPath, where);
      for (const parameter of operation.parameters ?? []) {
        assert.equal(typeof parameter.schema, "object", where);
      }
      assert.ok(Object.keys(operation.responses).some((status) => status.startsWith("2")), where);
      for (const [status, response] of Object.entries<Json>(operation.responses)) {
        assert.match(status, /^[1-5]\d\d$/, where);
        assert.ok(response.description, where);
      }
    }
  }
});

Deno.test("every reference in the document leads somewhere", async () => {
  const document = await readDocument();
  const references: string[] = [];
  JSON.stringify(document, (key, value) => {
    if (key === "$ref") references.push(value);
    return value;
  });
  assert.ok(references.length > 0);
  for (const reference of references) {
    const target = reference.replace(/^#\//, "").split("/").reduce(
      (node: Json, part) => node?.[part],
      document,
    );
    assert.ok(target, reference);
  }
});

Deno.test("every member of a body and of a query is named, so that others are refused", async () => {
  const document = await readDocument();
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    for (const operation of Object.values<Json>(item)) {
      const schema = operation.requestBody?.content["application/json"].schema;
      if (schema) assertClosed(schema, path);
    }
  }
});

function assertClosed(schema: Json, where: string): void {
  if (schema.type === "object" && schema.properties) {
    assert.equal(schema.additionalProperties, false, `${where} takes members that are not named`);
    for (const member of Object.values<Json>(schema.properties)) assertClosed(member, where);
  }
  for (const part of schema.anyOf ?? schema.oneOf ?? []) assertClosed(part, where);
  if (schema.items) assertClosed(schema.items, where);
}

Deno.test("each operation lists the errors of its ladder", () => {
  const codes = (path: string, name: MethodName) => {
    const method = endpoints.find((endpoint) => endpoint.path === path)?.methods[name] as EndpointMethod;
    return codesOf(name, method);
  };
  const login = codes("/api/auth/login", "POST");
  for (
    const code of ["invalid-credentials", "rate-limited", "body-too-large", "malformed-json", "validation"]
  ) {
    assert.ok(login.includes(code as typeof login[number]), code);
  }
  assert.ok(!login.includes("unauthenticated"));
  assert.ok(codes("/api/me", "GET").includes("unauthenticated"));
  assert.ok(!codes("/api/me", "GET").includes("cross-site"));
});

Deno.test("the document is not sent again to who has it", async () => {
  const first = await callEndpoint(handler, new Request("http://aisle.test/openapi.json"));
  await first.body?.cancel();
  const etag = first.headers.get("etag") ?? "";
  const again = await callEndpoint(
    handler,
    new Request("http://aisle.test/openapi.json", { headers: { "if-none-match": `W/${etag}` } }),
  );
  assert.equal(again.status, 304);
});
