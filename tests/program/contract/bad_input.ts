/**
 * Requests that no well-behaved client sends, to every operation of the OpenAPI document: none may cause a server
 * error, expose the program's internals or change anything.
 */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Sql } from "@/lib/db/pool.ts";
import { assertProblem, Browser, Client, findSeats, signIn } from "../client.ts";
import { untilQuiet } from "./quiet.ts";
import { rawRequest } from "./requests.ts";
import type { Steps, Subject } from "./steps.ts";

interface Operation {
  method: string;
  path: string;
  hasBody: boolean;
  /** Whether the body is JSON; other bodies are files. */
  isJson: boolean;
  /** Whether the body may be omitted. */
  isBodyOptional: boolean;
  /** The largest body that is read. */
  bodyBytesMax: number;
  /** Names of the members that a body may have. */
  members: string[];
  query: string[];
}

/** The parts of an operation in the document that are used here. */
interface OpenApiOperation {
  parameters?: { in: string; name: string }[];
  requestBody?: {
    required: boolean;
    content: { "application/json"?: { schema: BodySchema & { anyOf?: BodySchema[] } } };
    "x-max-bytes": number;
  };
}

interface BodySchema {
  $ref?: string;
  properties?: Record<string, unknown>;
}

async function operations(url: string): Promise<Operation[]> {
  const { body } = await new Client(url).get("/openapi.json");
  return Object.entries<Record<string, OpenApiOperation>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, spec]) => {
      const named = spec.requestBody?.content["application/json"]?.schema;
      const schema = named?.$ref ? body.components.schemas[named.$ref.split("/").at(-1)!] : named;
      const forms: BodySchema[] = schema?.anyOf ?? [schema ?? {}];
      return {
        method: method.toUpperCase(),
        path,
        hasBody: spec.requestBody !== undefined,
        isJson: schema !== undefined,
        isBodyOptional: spec.requestBody?.required === false,
        bodyBytesMax: spec.requestBody?.["x-max-bytes"] ?? 0,
        members: forms.flatMap(({ properties }) => Object.keys(properties ?? {})),
        query: (spec.parameters ?? []).filter((parameter) => parameter.in === "query")
          .map((parameter) => parameter.name),
      };
    })
  );
}

/** The number of rows in each table to which a request could add; sessions are left out, since signing in adds some. */
async function countRows(sql: Sql): Promise<Record<string, number>> {
  const tables = ["users", "venues", "charts", "events", "zones", "bookings", "seat_claims", "buyer_seats"]
    .concat("idempotency_keys", "payments", "refunds", "tickets", "messages", "outbox", "dead_letters");
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [{ count }] = await sql<[{ count: number }]>`select count(*) from ${sql(table)}`;
    counts[table] = count;
  }
  return counts;
}

/** The same, once nothing is in progress that would add more. */
async function countSettledRows(subject: Subject): Promise<Record<string, number>> {
  await untilQuiet(subject);
  return await countRows(subject.sql);
}

/** Ids that no record has. */
const unknownIds = [
  ...[
    "%00",
    "%ff",
    "%E0%A4%A",
    "..%2F..%2Fetc",
    "%F0%9F%98%80",
    "-1",
    "0",
    "null",
    "__proto__",
    "constructor",
  ],
  ...["a".repeat(3_000), "%27%3B--", "01890000-0000-7000-8000-00000000000g", "%20", "{id}", "*"],
];

type BadBody = [contentType: string, body: BodyInit, status: number];

const badBodies: BadBody[] = [
  ["application/json", "", 400],
  ["application/json", "{", 400],
  ["application/json", "{'a':1}", 400],
  ["application/json", '{"a":1}{', 400],
  ["application/json", "NaN", 400],
  ["application/json", new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400],
  ["application/json", new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), 400],
  ["application/json", "[".repeat(60_000), 400],
  ["application/json", "[".repeat(30_000) + "]".repeat(30_000), 422],
  ["application/json", '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000), 422],
  ["application/json", '{"__proto__":{"role":"admin"},"constructor":{"prototype":{}}}', 422],
  ["application/json", "null", 422],
  ["application/json", "true", 422],
  ["application/json", "1e999", 422],
  ["application/json", '"text"', 422],
  ["application/json; charset=latin1", "[]", 422],
  ["text/plain", "{}", 415],
  ["application/x-www-form-urlencoded", "a=1", 415],
  ["application/jsonp", "{}", 415],
  ["multipart/form-data; boundary=x", "--x--", 415],
  ["", "{}", 415],
];

/** The paths that accept forms. */
const forms = [
  ...["/login", "/register", "/logout", "/scheme", "/account", "/account/devices", "/account/delete"],
  ...["/admin/events/new", "/admin/deadletters", "/checkout/none", "/bookings/none", "/events/none"],
];

const badForms: [contentType: string, body: BodyInit][] = [
  ["application/json", "{}"],
  ["", new Uint8Array([0xff, 0xfe])],
  ["multipart/form-data; boundary=x", "--x\r\n"],
  ["application/x-www-form-urlencoded", ""],
  ["application/x-www-form-urlencoded", "%%0000=%ff&next=%2F%2Fevil.example&email=%00%ED%A0%80"],
  ["application/x-www-form-urlencoded", "email=a\0@b.example&password=\0\0\0\0\0\0\0\0\0&name=%00\0"],
  ["application/x-www-form-urlencoded", "__proto__=1&choice=__proto__&choice=seats&seat=none&quantity=1e9"],
  ["application/x-www-form-urlencoded", `name=${"x".repeat(70_000)}`],
];

/** Values whose type, length or characters are wrong for any member. */
const badValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, -1, 0, 1.5, 2 ** 31, -(2 ** 53), 1e308, "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800"],
    ...[
      "x".repeat(20_000),
      "💺".repeat(300),
      "'; drop table users; --",
      "../../etc/passwd",
      "%00",
      "<script>",
    ],
    ...["2026-02-30T25:61:00Z", "9".repeat(400), [], [[]], {}, [null], { toString: 1 }, { length: -1 }],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Asserts that a response is a refusal, not a server error, and exposes no internals. */
function assertRefused(label: string, status: number, text: string): void {
  assert.ok(status >= 400 && status < 500, `${label}: ${status} ${text.slice(0, 300)}`);
  assert.doesNotMatch(text, /\.tsx?:\d+|at async |postgres|node_modules/i, label);
}

export const badInput: Steps = {
  async "in bodies changes nothing and is refused with the right status"({ url, sql }) {
    const admin = await signIn(url, "admin@aisle.test");
    const before = await countSettledRows({ url, sql });
    for (const { method, path, hasBody, isJson, isBodyOptional, bodyBytesMax } of await operations(url)) {
      if (!hasBody) continue;
      const tooLarge: BadBody = ["application/json", `"${"x".repeat(bodyBytesMax)}"`, 413];
      for (const [contentType, body, status] of [...badBodies, tooLarge]) {
        const expected = isJson || status === 413 ? status : 415;
        if (isBodyOptional && body === "") continue;
        const response = await fetch(url + path.replace("{id}", "none"), {
          method,
          body: contentType === "" && typeof body === "string" ? new TextEncoder().encode(body) : body,
          headers: {
            authorization: `Bearer ${admin.token}`,
            "idempotency-key": "bad-input",
            ...(contentType ? { "content-type": contentType } : {}),
          },
        });
        const text = await response.text();
        const label = `${method} ${path} ${contentType} ${String(body).slice(0, 40)}`;
        assert.deepEqual([label, response.status], [label, expected], text.slice(0, 300));
        assertRefused(label, response.status, text);
      }
    }
    assert.deepEqual(await countRows(sql), before);
  },

  async "that is sent in chunks is read no further than allowed"({ url }) {
    const chunk = new TextEncoder().encode(" ".repeat(32 * 1024));
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent++ < 1_000) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/auth/login`, { method: "POST", body, headers });
    assert.equal(response.status, 413);
    assert.equal((await response.json()).code, "body-too-large");
    assert.ok(sent < 1_000, `${sent} chunks were read`);
  },

  async "in members of bodies changes nothing"({ url, sql }) {
    const admin = await signIn(url, "admin@aisle.test");
    const { eventId } = await findSeats(admin);
    const writes = (await operations(url)).filter(({ isJson, path }) => isJson && path !== "/api/me");
    const before = await countSettledRows({ url, sql });
    const members = [...new Set(writes.flatMap(({ members }) => members))];
    const body = fc.dictionary(fc.constantFrom(...members, "unknown", "__proto__"), badValue, {
      maxKeys: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writes), body, async ({ method, path }, body) => {
        const at = path.replace("{id}", path.startsWith("/api/events/") ? eventId : "none");
        const response = await admin.call(method, at, body, { "idempotency-key": "bad-input" });
        assertRefused(`${method} ${path}`, response.status, JSON.stringify(response.body));
      }),
      { numRuns: 400, seed: 20 },
    );
    assert.deepEqual(await countRows(sql), before);
  },

  async "in paths is not found"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    for (const { method, path, hasBody } of await operations(url)) {
      if (!path.includes("{id}") || hasBody) continue;
      for (const id of unknownIds) {
        const response = await admin.call(method, path.replace("{id}", id));
        const label = `${method} ${path.replace("{id}", id.slice(0, 40))}`;
        // Releasing an unknown hold is not an error.
        if (method === "DELETE" && path === "/api/holds/{id}" && response.status === 204) continue;
        assert.deepEqual([label, response.status], [label, 404]);
        assertProblem(response, 404, "not-found");
      }
    }
  },

  async "in queries is refused by every operation"({ url }) {
    const admin = await signIn(url, "admin@aisle.test");
    for (const { method, path, query } of await operations(url)) {
      if (method !== "GET") continue;
      const at = path.replace("{id}", "01890000-0000-7000-8000-000000000000");
      const known = query.flatMap((name) => [`${name}=%00`, `${name}=1&${name}=1`, `${name}[]=1`]);
      for (const search of ["unknown=1", "__proto__=1", "%ff=%ff", ...known]) {
        const response = await admin.get(`${at}?${search}`);
        assert.deepEqual([path, search, response.status], [path, search, 422]);
        assertProblem(response, 422, "validation");
      }
    }
  },

  async "in headers and on the wire does no harm"({ url }) {
    for (
      const [line, rest] of [
        ["GET /api/events HTTP/1.1", "cookie: aisle_access=%00; aisle_refresh=; aisle_visitor==;;;=\r\n"],
        ["GET /api/events HTTP/1.1", "authorization: Bearer \r\n"],
        ["GET /api/events HTTP/1.1", `authorization: Bearer ${"x".repeat(8_000)}\r\n`],
        ["GET /api/events HTTP/1.1", "authorization: Bearer eyJhbGciOiJub25lIn0.e30.\r\n"],
        ["GET /api/me HTTP/1.1", "authorization: Basic YTpi\r\n"],
        ["GET /api/events HTTP/1.1", "accept-language: *;q=x, \\, -, x-klingon-\r\n"],
        ["GET //api//events?%%% HTTP/1.1", ""],
        ["GET /api/events/../../../../etc/passwd HTTP/1.1", ""],
        ["GET /..%2f..%2fdeno.json HTTP/1.1", ""],
        ["GET /styles/..%2f..%2fdeno.json HTTP/1.1", ""],
        ["POST /api/auth/logout HTTP/1.1", "content-length: 5\r\ncontent-type: x\r\n\r\nhello"],
      ]
    ) {
      const response = await rawRequest(url, line, rest);
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]);
      assert.ok(status >= 200 && status < 500, `${line} ${rest.slice(0, 60)}: ${response.slice(0, 200)}`);
      assert.doesNotMatch(response, /root:|"imports"/);
    }
  },

  async "in forms and URLs of pages is refused with a page"({ url, sql }) {
    const before = await countSettledRows({ url, sql });
    for (const email of ["visitor@aisle.test", "admin@aisle.test"]) {
      const browser = new Browser(url);
      await browser.post("/api/auth/login", { email, password: "aisle-demo" });
      const { items } = (await browser.get("/api/events?limit=1")).body;
      for (const path of [...forms, `/events/${items[0].slug}`]) {
        // Sent with `fetch`, which stores no cookies, because some of these forms sign out.
        for (const [contentType, body] of badForms) {
          const response = await fetch(url + path, {
            method: "POST",
            body,
            redirect: "manual",
            headers: {
              cookie: browser.cookieHeader,
              ...(contentType ? { "content-type": contentType } : {}),
            },
          });
          const text = await response.text();
          const label = `${path} ${contentType} ${String(body).slice(0, 40)}`;
          assert.ok(response.status >= 300 && response.status < 500, `${label}: ${response.status}`);
          assert.doesNotMatch(response.headers.get("location") ?? "/", /^(?!\/(?!\/))/, label);
          assert.doesNotMatch(text, /\.tsx?:\d+|at async |node_modules/, label);
          if (path === "/logout") await browser.post("/api/auth/login", { email, password: "aisle-demo" });
        }
      }
      for (
        const page of ["/", "/events", `/events/${items[0].slug}`, "/login", "/account", "/account/bookings"]
      ) {
        for (
          const search of [
            "from=x&to=%00&sort=none&limit=-1&cursor=x&type=&q=%00",
            "next=//evil.example&section=%ff",
          ]
        ) {
          const { status } = await browser.get(`${page}?${search}`);
          assert.ok(status === 200 || status === 403, `${page}?${search}: ${status}`);
        }
      }
    }
    assert.deepEqual(await countRows(sql), before);
  },
};
