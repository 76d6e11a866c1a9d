/** The OpenAPI 3.1 document, made from the same declarations that answer requests. */
import { z } from "zod";
import type { Endpoint, EndpointMethod, MethodName, ResponseBody } from "./endpoint.ts";
import { isUnsafe } from "./client.ts";
import { type ProblemCode, problems } from "./problem.ts";

type Json = Record<string, unknown>;

/** Describes the endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const { path, methods } of endpoints) {
    const operations = Object.entries(methods) as [MethodName, EndpointMethod][];
    paths[path] = Object.fromEntries(
      operations.map(([name, spec]) => [name.toLowerCase(), operation(path, name, spec)]),
    );
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Aisle",
      version,
      description:
        "Event booking. Times are RFC 3339 in UTC, money is integer minor units with an ISO 4217 code. " +
        "Errors are RFC 9457 problems: switch on `code`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        cookie: { type: "apiKey", in: "cookie", name: "aisle_access" },
      },
    },
  };
}

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { type: "string", enum: Object.keys(problems) },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

function operation(path: string, name: MethodName, spec: EndpointMethod): Json {
  const parameters = [
    ...pathParameters(path, spec.params),
    ...queryParameters(spec.query),
    ...(spec.idempotencyKey ? [idempotencyKeyParameter] : []),
  ];
  return {
    operationId: operationId(path, name),
    summary: spec.summary,
    tags: [path.split("/")[path.startsWith("/api/") ? 2 : 1]],
    security: security(spec),
    ...(Array.isArray(spec.role) ? { "x-roles": spec.role } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(spec.body ? { requestBody: requestBody(spec.body, spec.bodyBytesMax) } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(spec.responses).map(([status, body]) => [status, answer(body)])),
      ...errorAnswers(codesOf(name, spec)),
    },
  };
}

/** Like `postApiEventsIdHolds`. */
function operationId(path: string, name: MethodName): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return name.toLowerCase() + words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
}

function security(spec: EndpointMethod): Json[] {
  if (spec.role === "anonymous") return [];
  const known = [{ bearer: [] }, { cookie: [] }];
  return spec.role === "guest" ? [{}, ...known] : known;
}

const idempotencyKeyParameter = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "The same key and body again give the same answer.",
  schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,64}$" },
};

function pathParameters(path: string, params: z.ZodType | undefined): Json[] {
  const properties = params ? objectSchema(params).properties : {};
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: properties[name] ?? { type: "string" },
  }));
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties, required } = objectSchema(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function objectSchema(schema: z.ZodType): { properties: Record<string, unknown>; required: string[] } {
  const { properties = {}, required = [] } = jsonSchema(schema, "input");
  return { properties: properties as Record<string, unknown>, required: required as string[] };
}

function requestBody(body: z.ZodType, bytesMax: number): Json {
  return {
    required: true,
    content: { "application/json": { schema: jsonSchema(body, "input") } },
    "x-max-bytes": bytesMax,
  };
}

function answer(body: ResponseBody): Json {
  if (body === null) return { description: "Done" };
  if (body instanceof z.ZodType) {
    return { description: "Done", content: { "application/json": { schema: jsonSchema(body, "output") } } };
  }
  const schema = body.schema ? jsonSchema(body.schema, "output") : { type: "string" };
  return { description: "Done", content: { [body.contentType]: { schema } } };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

/** What a method may answer: its own codes, and those that the ladder of `endpoint.ts` gives for its declaration. */
export function codesOf(name: MethodName, spec: EndpointMethod): ProblemCode[] {
  const codes = new Set<ProblemCode>(spec.errors);
  const add = (condition: boolean, ...more: ProblemCode[]) => {
    if (condition) more.forEach((code) => codes.add(code));
  };
  const identified = spec.role !== "anonymous";
  add(spec.limit !== "none", "rate-limited");
  add(identified, "invalid-token");
  add(identified && spec.role !== "guest", "unauthenticated");
  add(identified && isUnsafe(name), "cross-site");
  add(Array.isArray(spec.role), "forbidden");
  add(spec.body !== undefined, "body-too-large", "unsupported-media-type", "malformed-json");
  add(spec.idempotencyKey, "idempotency-key-required", "idempotency-key-invalid");
  add(spec.params !== undefined, "not-found");
  add(true, "validation", "internal", "unavailable");
  return [...codes];
}

function errorAnswers(codes: ProblemCode[]): Record<string, Json> {
  const byStatus = Object.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, sameStatus = []]) => [status, {
      description: sameStatus.map((code) => `\`${code}\`: ${problems[code].title}`).join("\n\n"),
      content: {
        "application/problem+json": {
          schema: {
            allOf: [
              { $ref: "#/components/schemas/Problem" },
              { type: "object", properties: { code: { enum: sameStatus } } },
            ],
          },
        },
      },
    }]),
  );
}
