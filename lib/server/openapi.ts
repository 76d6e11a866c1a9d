/** The OpenAPI 3.1 document, built from the declarations that serve requests. */
import { z } from "zod";
import { ACCESS_COOKIE, REFRESH_COOKIE } from "@/lib/auth/identify.ts";
import { type Action, roles, rolesThatMay } from "@/lib/auth/permissions.ts";
import { VISITOR_COOKIE } from "@/lib/auth/visitors.ts";
import { type ProblemCode, problemType, statuses } from "@/lib/http/problem.ts";
import { wordsIn } from "@/lib/i18n/words.ts";
import { problemMembers } from "@/lib/http/problem_members.ts";
import { isUnsafe } from "@/lib/http/wire/client.ts";
import type { Endpoint, EndpointMethod, MethodName, ResponseBody, SecurityScheme } from "./endpoint.ts";
import { Components, type Json } from "./openapi_components.ts";
import type { KeyRule } from "./idempotency_key.ts";
import { idempotencyKey, requestHeaders, responseHeaders } from "./openapi_headers.ts";

/** A group of endpoints: one tag of the document. */
export interface Area {
  name: string;
  description: string;
  endpoints: readonly Endpoint[];
}

/** The head of the document. */
export interface About {
  title: string;
  version: string;
  /** CommonMark. */
  description: string;
}

/** The document of these endpoints. */
export function openApiDocument(areas: readonly Area[], about: About): Json {
  const components = new Components();
  components.of(problemSchema, "output");
  const paths: Record<string, Record<string, Json>> = {};
  for (const { name: tag, endpoints } of areas) {
    for (const { path, methods } of endpoints) {
      const operations = Object.entries(methods) as [MethodName, EndpointMethod][];
      paths[path] = Object.fromEntries(
        operations.map((
          [name, spec],
        ) => [name.toLowerCase(), operation(components, { path, name, tag, spec })]),
      );
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      ...about,
      contact: { name: "The operator of this site" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "This site" }],
    tags: areas.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: components.sorted("schemas"),
      responses: components.sorted("responses"),
      parameters: Object.fromEntries(
        Object.entries(requestHeaders).map(([name, header]) => [name, { name, in: "header", ...header }]),
      ),
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

interface Operation {
  path: string;
  name: MethodName;
  tag: string;
  spec: EndpointMethod;
}

function operation(components: Components, { path, name, tag, spec }: Operation): Json {
  const parameters = [
    ...pathParameters(components, path, spec.params),
    ...queryParameters(components, spec.query),
    ...(spec.idempotencyKey ? [idempotencyKeyParameter(spec.idempotencyKey)] : []),
    ...(spec.requestHeaders ?? []).map((header) => ({ $ref: `#/components/parameters/${header}` })),
  ];
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    description: spec.description,
    tags: [tag],
    security: security(spec),
    ...(isForSomeRoles(spec) ? { "x-roles": rolesThatMay(spec.access) } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(spec.body ? { requestBody: requestBody(components, spec.body, spec) } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(spec.responses).map((
          [status, body],
        ) => [status, successResponse(components, spec, Number(status), body)]),
      ),
      ...errorResponses(components, codesOf(name, spec), spec.errorStatuses),
    },
  };
}

const securitySchemes: Record<Exclude<SecurityScheme, "none">, Json> = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The `accessToken` from signing in. It takes precedence over cookies.",
  },
  sessionCookie: cookieScheme(ACCESS_COOKIE, "A browser session."),
  visitorCookie: cookieScheme(
    VISITOR_COOKIE,
    "Identifies a guest who may own holds; set by the first response that needs it.",
  ),
  refreshCookie: cookieScheme(REFRESH_COOKIE, "Renews a session; it rotates with each renewal."),
  metricsToken: { type: "http", scheme: "bearer", description: "The setting `METRICS_TOKEN`." },
};

function idempotencyKeyParameter(rule: KeyRule): Json {
  const when = typeof rule === "object" ? ` Required with \`${rule.requiredWith}\`.` : "";
  return {
    name: "Idempotency-Key",
    in: "header",
    required: rule === true,
    ...idempotencyKey,
    description: idempotencyKey.description + when,
  };
}

function cookieScheme(name: string, description: string): Json {
  return {
    type: "apiKey",
    in: "cookie",
    name,
    description: `${description} Over HTTPS: \`__Host-${name}\`.`,
  };
}

/** Whether a call requires a certain role, not just an account. */
function isForSomeRoles(spec: EndpointMethod): spec is EndpointMethod & { access: Action } {
  const { access } = spec;
  return access !== "anonymous" && access !== "anyone" && rolesThatMay(access).length < roles.length;
}

/** The ways to authenticate a call: any one of them is enough. */
function security(spec: EndpointMethod): Json[] {
  const schemes = spec.security ?? schemesOf(spec);
  return schemes.map((scheme) => scheme === "none" ? {} : { [scheme]: [] });
}

function schemesOf({ access, guests, isCrossOrigin }: EndpointMethod): SecurityScheme[] {
  if (access === "anonymous" || isCrossOrigin) return ["none"];
  if (guests) return ["visitorCookie", "sessionCookie", "bearer"];
  if (access === "anyone") return ["none", "visitorCookie", "sessionCookie", "bearer"];
  return ["sessionCookie", "bearer"];
}

function pathParameters(components: Components, path: string, params: z.ZodType | undefined): Json[] {
  const { properties } = objectSchema(components, params ?? z.object({}));
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: properties[name] ?? { type: "string" },
  }));
}

function queryParameters(components: Components, query: z.ZodType | undefined): Json[] {
  const { properties, required } = objectSchema(components, query ?? z.object({}));
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }));
}

function objectSchema(
  components: Components,
  schema: z.ZodType,
): { properties: Record<string, Json>; required: string[] } {
  const { properties = {}, required = [] } = components.of(schema, "input");
  return { properties: properties as Record<string, Json>, required: required as string[] };
}

function requestBody(
  components: Components,
  body: z.ZodType,
  { bodyBytesMax, bodyOptional, bodyTypes }: EndpointMethod,
): Json {
  return {
    required: !bodyOptional,
    content: bodyTypes
      ? Object.fromEntries(bodyTypes.map((type) => [type, { schema: fileSchema(type) }]))
      : contentOf(components, body, "input"),
    "x-max-bytes": bodyBytesMax,
  };
}

function exampleOf(components: Components, schema: Json): { example?: unknown } {
  const example = components.exampleOf(schema);
  return example === undefined ? {} : { example };
}

const successes: Record<number, string> = {
  200: "OK",
  201: "Created",
  202: "Accepted: processing continues in the background",
  204: "Done, without a body",
  304: "Not modified: the client's copy is current",
};

function successResponse(
  components: Components,
  spec: EndpointMethod,
  status: number,
  body: EndpointMethod["responses"][number],
): Json {
  return {
    description: successes[status],
    headers: headersOf(spec.responseHeaders ?? []),
    ...(body === null ? {} : {
      content: Object.assign({}, ...[body].flat().map((one) => contentOf(components, one))),
    }),
  };
}

function contentOf(
  components: Components,
  body: Exclude<ResponseBody, null>,
  direction: "input" | "output" = "output",
): Json {
  const { contentType, schema: shape } = body instanceof z.ZodType
    ? { contentType: "application/json", schema: body }
    : body;
  const schema = shape ? components.of(shape, direction) : fileSchema(contentType);
  return { [contentType]: { schema, ...exampleOf(components, schema) } };
}

function fileSchema(contentType: string): Json {
  return contentType.startsWith("text/") ? { type: "string" } : { type: "string", format: "binary" };
}

/** These headers and those of every endpoint. Responses have no `RateLimit` where nothing is counted. */
function headersOf(names: readonly string[]): Json {
  return Object.fromEntries(
    [...names, "RateLimit", "RateLimit-Policy", "X-Request-Id"]
      .map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

/** The error codes of a method: its own, and those that its declaration implies through the checks in `endpoint.ts`. */
export function codesOf(name: MethodName, spec: EndpointMethod): ProblemCode[] {
  const codes = new Set<ProblemCode>(spec.errors);
  const add = (condition: boolean, ...more: ProblemCode[]) => {
    if (condition) more.forEach((code) => codes.add(code));
  };
  const identified = spec.access !== "anonymous";
  add(spec.limit !== "none", "rate-limited");
  add(identified, "invalid-token");
  add(identified && spec.access !== "anyone", "unauthenticated");
  add(identified && isUnsafe(name), "cross-site");
  add(isForSomeRoles(spec), "forbidden", "factor-required");
  add(spec.body !== undefined, "body-timeout", "body-too-large", "unsupported-media-type", "malformed-json");
  add(spec.idempotencyKey === true || typeof spec.idempotencyKey === "object", "idempotency-key-required");
  add(spec.idempotencyKey !== false, "idempotency-key-invalid", "idempotency-key-reused");
  add(spec.params !== undefined, "not-found");
  add(true, "validation", "internal", "unavailable");
  return [...codes];
}

function errorResponses(
  components: Components,
  codes: ProblemCode[],
  own: EndpointMethod["errorStatuses"] = {},
): Record<string, Json> {
  const byStatus = Object.groupBy(codes, (code) => String(own[code] ?? statuses[code]));
  return Object.fromEntries(
    Object.entries(byStatus).map((
      [status, sameStatus = []],
    ) => [status, errorResponse(components, sameStatus)]),
  );
}

/** The document is in English, like its descriptions. */
const { problems: texts } = wordsIn("en");

/** Many operations share the same one or two codes, so those responses are components. */
const CODES_IN_COMPONENT_MAX = 2;

function errorResponse(components: Components, codes: ProblemCode[]): Json {
  const references = codes.map((code) => problemOf(components, code));
  const schema = references.length === 1 ? references[0] : { oneOf: references };
  const retry = codes.some((code) => code === "rate-limited" || code === "unavailable");
  const response = {
    description: codes.map((code) => `\`${code}\`: ${texts[code].title}`).join("\n\n"),
    headers: headersOf(retry ? ["Retry-After"] : []),
    content: { "application/problem+json": { schema, ...exampleOf(components, references[0]) } },
  };
  return codes.length > CODES_IN_COMPONENT_MAX
    ? response
    : components.add("responses", codes.map(pascalCase).join("Or"), response);
}

const problemSchema = z.object({
  type: z.string().describe("A URI for the code"),
  title: z.string().describe("The kind of problem, for people"),
  status: z.int(),
  detail: z.string().describe("What happened this time, for people"),
  code: z.string().describe("What clients switch on. More codes may be added."),
}).meta({ id: "Problem" });

/** A reference to the problem document of a code, which is added if it is new. */
function problemOf(components: Components, code: ProblemCode): Json {
  const { title, detail } = texts[code];
  const members = problemMembers[code];
  const own = components.of((members ?? z.object({})).extend({ code: z.literal(code) }), "output");
  const example = { type: problemType(code), title, status: statuses[code], detail };
  return components.add("schemas", `${pascalCase(code)}Problem`, {
    description: `${title}. ${detail}`,
    allOf: [{ $ref: "#/components/schemas/Problem" }, own],
    examples: [{ ...example, ...components.exampleOf(own) as Json }],
  });
}

function pascalCase(code: ProblemCode): string {
  return code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
