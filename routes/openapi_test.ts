import assert from "node:assert/strict";
import type { EndpointMethod, MethodName } from "@/lib/server/endpoint.ts";
import { codesOf } from "@/lib/server/openapi.ts";
import { callEndpoint } from "@/lib/server/testing.ts";
import { DocumentedApi, type Json, pointerOf } from "@/lib/testing/documented_api.ts";
import { areas, handler } from "@/routes/openapi.json.ts";

const endpoints = areas.flatMap(({ endpoints }) => endpoints);

async function readDocument(): Promise<Json> {
  const response = await callEndpoint(handler, new Request("http://aisle.test/openapi.json"));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  return await response.json();
}

/** The paths of the route files under a folder, as written in the document. */
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

Deno.test("the document has the structure of OpenAPI 3.1", async () => {
  const document = await readDocument();
  assert.match(document.openapi, /^3\.1\./);
  assert.equal(typeof document.info.title, "string");
  assert.equal(typeof document.info.version, "string");
  const operationIds = new Set<string>();
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    assert.match(path, /^\/[\w.{}/-]*$/);
    for (const [name, operation] of Object.entries<Json>(inlined(document, item))) {
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

Deno.test("every reference in the document resolves", async () => {
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

Deno.test("operation ids are valid function names, and every operation has an area with a description", async () => {
  const document = await readDocument();
  const described = document.tags.map((tag: Json) => [tag.name, tag.description.length > 10]);
  const used = new Set<string>();
  for (const [where, operation] of operationsOf(document)) {
    assert.match(operation.operationId, /^[a-z]+([A-Z][a-z]+)*$/, where);
    assert.ok(operation.summary.length <= 40 && !operation.summary.endsWith("."), where);
    assert.match(operation.description, /^[A-Z].*\.$/s, where);
    assert.equal(operation.tags.length, 1, where);
    used.add(operation.tags[0]);
  }
  assert.deepEqual(described, [...used].map((name) => [name, true]));
});

Deno.test("every example matches its schema, and every JSON body has one", async () => {
  const document = await readDocument();
  const api = new DocumentedApi(document);
  let examples = 0;
  const check = (pointer: string, example: unknown) => {
    examples++;
    assert.deepEqual(api.faultsOf(pointer, example), [], `${pointer} ${JSON.stringify(example)}`);
  };
  walk(document, (node, names) => {
    const pointer = pointerOf(...names);
    if (Array.isArray(node.examples)) {
      for (const example of node.examples) check(pointer, example);
    }
    if (node.schema && "example" in node) check(`${pointer}/schema`, node.example);
  });
  assert.ok(examples > 100, `${examples}`);
  for (const [where, operation] of operationsOf(document)) {
    const bodies = [operation.requestBody, ...Object.values<Json>(operation.responses)];
    for (const body of bodies) {
      const media = body?.content?.["application/json"];
      if (media) assert.ok("example" in media, where);
    }
  }
});

Deno.test("response schemas are open to new members; request schemas are closed", async () => {
  const document = await readDocument();
  for (const [where, { requestBody, responses }] of operationsOf(document)) {
    const sent = requestBody?.content["application/json"]?.schema;
    if (sent) {
      walk(inlined(document, sent), (node, names) => {
        if (node.type !== "object" || !node.properties) return;
        // A browser writes it, and new ones may say more.
        if (names.includes("passkey")) return;
        assert.equal(node.additionalProperties, false, `${where} accepts unknown members`);
      });
    }
    for (const response of Object.values<Json>(responses)) {
      walk(inlined(document, response), (node) => {
        if (node.properties) assert.notEqual(node.additionalProperties, false, `${where} cannot be extended`);
      });
    }
  }
});

Deno.test("a problem schema is selected by its code and has that problem's members", async () => {
  const { components } = await readDocument();
  const api = new DocumentedApi(await readDocument());
  const [example] = components.schemas.SeatsUnavailableProblem.examples;
  assert.deepEqual(Object.keys(example), [
    "type",
    "title",
    "status",
    "detail",
    "unavailable",
    "left",
    "code",
  ]);
  const pointer = "/components/schemas/SeatsUnavailableProblem";
  assert.deepEqual(api.faultsOf(pointer, { ...example, unavailable: undefined }), []);
  for (const wrong of [{ unavailable: "A-1" }, { left: "1" }, { code: "validation" }, { status: "409" }]) {
    assert.notDeepEqual(api.faultsOf(pointer, { ...example, ...wrong }), [], JSON.stringify(wrong));
  }
});

Deno.test("each operation declares the credentials it accepts", async () => {
  const { paths } = await readDocument();
  const names = (method: string, path: string) =>
    paths[path][method].security.map((scheme: Json) => Object.keys(scheme).join(" "));
  assert.deepEqual(names("get", "/api/events"), [""]);
  assert.deepEqual(names("post", "/api/events/{id}/holds"), ["", "visitorCookie", "sessionCookie", "bearer"]);
  assert.deepEqual(names("get", "/api/me"), ["sessionCookie", "bearer"]);
  assert.deepEqual(names("post", "/api/auth/refresh"), ["refreshCookie"]);
  assert.deepEqual(names("get", "/metrics"), ["metricsToken", ""]);
});

function operationsOf(document: Json): [where: string, operation: Json][] {
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([name, operation]): [string, Json] => [`${name} ${path}`, operation])
  );
}

/** Visits every object below a node. */
function walk(node: Json, visit: (node: Json, names: string[]) => void, names: string[] = []): void {
  if (typeof node !== "object" || node === null) return;
  visit(node, names);
  for (const [name, part] of Object.entries(node)) {
    if (!["example", "examples"].includes(name)) walk(part, visit, [...names, name]);
  }
}

/** The node with everything that it refers to in place of the references. */
function inlined(document: Json, node: Json): Json {
  if (typeof node !== "object" || node === null) return node;
  if (node.$ref) {
    const target = node.$ref.slice(2).split("/").reduce((part: Json, name: string) => part[name], document);
    return inlined(document, target);
  }
  if (Array.isArray(node)) return node.map((part) => inlined(document, part));
  return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, inlined(document, part)]));
}

Deno.test("each operation lists the problems of its request checks", () => {
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

Deno.test("the document is not sent again to clients that have it", async () => {
  const first = await callEndpoint(handler, new Request("http://aisle.test/openapi.json"));
  await first.body?.cancel();
  const etag = first.headers.get("etag") ?? "";
  const again = await callEndpoint(
    handler,
    new Request("http://aisle.test/openapi.json", { headers: { "if-none-match": `W/${etag}` } }),
  );
  assert.equal(again.status, 304);
});
