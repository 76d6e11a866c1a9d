/**
 * How an API route is declared: the schemas, role, limit and handler of each method. The declaration serves requests
 * (`checkRequest` below fixes the order of errors that clients rely on) and feeds the OpenAPI document.
 */
import type { Context } from "fresh";
import { z } from "zod";
import { lacksFactor } from "@/lib/account/factors.ts";
import { openedBookings } from "@/lib/auth/booking_links.ts";
import type { Caller, SignedInCaller } from "@/lib/auth/caller.ts";
import { guest, identify } from "@/lib/auth/identify.ts";
import { type Action, may } from "@/lib/auth/permissions.ts";
import type { KeyedRequest } from "@/lib/db/idempotency.ts";
import { limitRequest } from "@/lib/http/limit_request.ts";
import { Problem, type ProblemCode } from "@/lib/http/problem.ts";
import type { LimitGroup } from "@/lib/http/rate_limits.ts";
import {
  BODY_BYTES_MAX,
  findUnstorable,
  readJson,
  readJsonBytes,
  readQuery,
  readTypedBytes,
} from "@/lib/http/request_body.ts";
import { validate, type Validated } from "@/lib/http/validation.ts";
import { isCrossSite, isUnsafe } from "@/lib/http/wire/client.ts";
import { corsHeaders, preflightHeaders } from "@/lib/http/wire/cross_origin.ts";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { errorResponse } from "./error_response.ts";
import { hasMember, isKeyRequired, type KeyRule, readIdempotencyKey } from "./idempotency_key.ts";
import { setLanguage } from "./language.ts";
import type { RequestHeader, ResponseHeader } from "./openapi_headers.ts";

/** The part of Fresh's context that an endpoint uses. */
export type EndpointContext = Pick<Context<State>, "req" | "url" | "params" | "state" | "info">;

/** Who may call: everyone, or those whose role allows this action. `anonymous`: everyone; credentials are not read. */
export type Access = "anonymous" | "anyone" | Action;

/**
 * Whether an action is also open to callers without an account: not at all, those that a cookie identifies, or those whose
 * body has a certain member.
 */
export type GuestRule = false | "visitors" | { with: string };

/** The body of a response: JSON that matches a schema, nothing, or another media type. */
export type ResponseBody = z.ZodType | null | { contentType: string; schema?: z.ZodType };

/** The argument of a handler. */
export interface Call<
  Params,
  Query,
  Body,
  A extends Access,
  Keyed extends KeyRule,
  Guests extends GuestRule,
> {
  services: Services;
  caller: A extends "anyone" | "anonymous" ? Caller : Guests extends false ? SignedInCaller : Caller;
  params: Params;
  query: Query;
  body: Body;
  /** The `Idempotency-Key`, if the method takes one. */
  idempotencyKey: Keyed extends true ? string : Keyed extends false ? undefined : string | undefined;
  ctx: EndpointContext;
}

type NoParams = z.ZodObject<Record<never, never>>;

/** The parameters of a path with an `{id}`: a UUID, or an id of any form. */
export const uuidParams = z.object({ id: z.uuid() });
export const idParams = z.object({ id: z.string() });

/** The body of a method with `bodyTypes`. */
export const uploadSchema = z.custom<Uint8Array<ArrayBuffer>>();

/** The credentials of a call; `none` means no credentials. */
export type SecurityScheme =
  | "none"
  | "bearer"
  | "sessionCookie"
  | "visitorCookie"
  | "refreshCookie"
  | "metricsToken";

/** What clients read about a method in the OpenAPI document. */
interface MethodDescription {
  /** A unique camelCase name that starts with a verb: generated clients name their functions after it. */
  operationId: string;
  /** A few words. */
  summary: string;
  description: string;
  /** Headers that the handler reads and sets, in addition to those of every endpoint. */
  requestHeaders?: readonly RequestHeader[];
  responseHeaders?: readonly ResponseHeader[];
  /** Overrides the credentials that follow from `access`. */
  security?: readonly SecurityScheme[];
  /** Public data, the same for every caller: pages on other origins may read it. */
  isCrossOrigin?: boolean;
  /** For error codes whose status differs here from the usual one. */
  errorStatuses?: Partial<Record<ProblemCode, number>>;
  /** By status: a body, or those of different media types. */
  responses: Record<number, ResponseBody | readonly Exclude<ResponseBody, null>[]>;
}

/** A method as a route declares it. Objects in `query` and `body` are strict: unknown members are rejected. */
export interface MethodDeclaration<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  A extends Access,
  Keyed extends KeyRule,
  Guests extends GuestRule,
> extends MethodDescription {
  /** `anyone` by default. */
  access?: A;
  /** `false` by default. */
  guests?: Guests;
  /** `other` by default. */
  limit?: LimitGroup;
  /** Path parameters that do not match are a 404, like any id that does not exist. */
  params?: Params;
  query?: Query;
  body?: Body;
  /** A missing body counts as an empty object. */
  bodyOptional?: boolean;
  /** The largest body allowed: 64 KiB by default. */
  bodyBytesMax?: number;
  /** How long the body may take to arrive, in milliseconds: 15 s by default. */
  bodyMsMax?: number;
  /** Media types of a body that is not JSON; the handler gets its bytes (`uploadSchema`). */
  bodyTypes?: readonly string[];
  /** Parses a body that is too large for the event loop off the main thread, with the same schema. */
  readBody?(
    services: Services,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Validated<z.output<Body>> | "malformed-json">;
  idempotencyKey?: Keyed;
  /** The error codes of the handler; those of `checkRequest` need not be listed. */
  errors?: readonly ProblemCode[];
  handle(
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>, A, Keyed, Guests>,
  ): Response | Promise<Response>;
}

/** A method ready to serve requests. */
export interface EndpointMethod extends MethodDescription {
  access: Access;
  guests: GuestRule;
  limit: LimitGroup;
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  bodyBytesMax: number;
  bodyMsMax?: number;
  bodyTypes?: readonly string[];
  bodyOptional: boolean;
  readBody?(
    services: Services,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Validated<unknown> | "malformed-json">;
  idempotencyKey: KeyRule;
  errors: readonly ProblemCode[];
  handle(call: Call<unknown, unknown, unknown, Access, KeyRule, GuestRule>): Response | Promise<Response>;
}

export type MethodName = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The `handler` that a route exports. */
export interface Endpoint {
  (ctx: EndpointContext): Promise<Response>;
  /** As in the OpenAPI document, for example `/api/events/{id}`. */
  readonly path: string;
  readonly methods: Partial<Record<MethodName, EndpointMethod>>;
}

/** Declares one method of an endpoint; the handler's types follow from its schemas. */
export function method<
  Params extends z.ZodType = NoParams,
  Query extends z.ZodType = NoParams,
  Body extends z.ZodType = z.ZodUndefined,
  A extends Access = "anyone",
  Keyed extends KeyRule = false,
  Guests extends GuestRule = false,
>(declaration: MethodDeclaration<Params, Query, Body, A, Keyed, Guests>): EndpointMethod {
  return {
    access: "anyone",
    guests: false,
    limit: "other",
    bodyBytesMax: BODY_BYTES_MAX,
    bodyOptional: false,
    errors: [],
    ...declaration,
    params: declaration.params,
    query: strict(declaration.query),
    body: strict(declaration.body),
    idempotencyKey: declaration.idempotencyKey ?? false,
    // The handler's arguments have passed the schemas that its types come from.
    handle: declaration.handle as EndpointMethod["handle"],
  };
}

function strict(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodObject && !schema.def.catchall ? schema.strict() : schema;
}

/** Declares the endpoint of a route file. `HEAD` responds like `GET` without a body; `OPTIONS` lists the methods. */
export function endpoint(path: string, methods: Partial<Record<MethodName, EndpointMethod>>): Endpoint {
  const allow = [...Object.keys(methods), ...(methods.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");

  async function serve(ctx: EndpointContext): Promise<Response> {
    if (ctx.req.method === "OPTIONS") {
      return new Response(null, {
        status: 204,
        headers: { allow, ...(methods.GET?.isCrossOrigin && preflightHeaders) },
      });
    }
    const isHead = ctx.req.method === "HEAD";
    const name = isHead ? "GET" : ctx.req.method;
    // A method may be any word, even `constructor`.
    const spec = Object.hasOwn(methods, name) ? methods[name as MethodName] : undefined;
    if (!spec) {
      return new Problem("method-not-allowed", { headers: { allow } }).response(ctx.state.words);
    }
    const limits: { headers: Record<string, string> } = { headers: {} };
    let response: Response;
    try {
      response = await checkRequest(spec, ctx, limits);
    } catch (error) {
      response = errorResponse(error, ctx.state);
    }
    // A handler that counts its own limit has already set the headers for that one.
    for (const header in limits.headers) {
      if (!response.headers.has(header)) response.headers.set(header, limits.headers[header]);
    }
    if (spec.isCrossOrigin) { for (const name in corsHeaders) response.headers.set(name, corsHeaders[name]); }
    if (!isHead) return response;
    // Streams open when they are first read, so one that is cancelled unread never starts.
    await response.body?.cancel();
    return new Response(null, response);
  }
  return Object.assign(serve, { path, methods });
}

/** Everything checked before a handler runs, in the order that the contract promises. */
async function checkRequest(
  spec: EndpointMethod,
  ctx: EndpointContext,
  limits: { headers: Record<string, string> },
): Promise<Response> {
  const { req, url, state } = ctx;
  const { services, cookies } = state;
  const { address } = state.caller;
  const { access } = spec;
  const identified = access === "anonymous"
    ? guest(address)
    : await identify(req.headers.get("authorization"), { services, cookies, address });
  const caller = identified ?? guest(address);
  state.caller = caller;
  if (caller.user?.locale) setLanguage(ctx);

  limits.headers = await limitRequest(state, spec.limit);

  if (!identified) {
    throw new Problem("invalid-token", { headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
  }
  const action = access === "anonymous" || access === "anyone" ? null : access;
  const needsAccount = action !== null && !caller.user && !isGuest(spec, state);
  const guestBody = needsAccount ? await readGuestBody(spec, req, services) : undefined;
  if (needsAccount && !guestBody) throw unauthenticated();
  // Even without cookies: the response may set or clear some.
  if (isUnsafe(req.method) && caller.via !== "bearer" && isCrossSite(req.headers, url, services.config)) {
    throw new Problem("cross-site");
  }
  if (action && caller.user && !may(caller.user.role, action)) {
    throw new Problem("forbidden");
  }
  const needsFactor = action && action !== "secure-account" && caller.user;
  if (needsFactor && await lacksFactor(services, needsFactor, caller.sessionId)) {
    throw new Problem("factor-required");
  }

  const sent = guestBody ?? (spec.body && await readBody(spec, spec.body, req, services));
  const idempotencyKey = spec.idempotencyKey
    ? readIdempotencyKey(req.headers, isKeyRequired(spec.idempotencyKey, sent?.input))
    : undefined;
  const query = spec.query || url.search !== ""
    ? accept(validate(spec.query ?? noParameters, readQuery(url)))
    : {};
  const body = sent && accept(sent.check());
  const params = spec.params ? parseParams(spec.params, ctx.params) : ctx.params;

  return await spec.handle({
    services,
    caller: caller as SignedInCaller,
    params,
    query,
    body,
    idempotencyKey,
    ctx,
  });
}

/** Whether a cookie makes a caller without an account one of the guests to whom the method is open. */
function isGuest({ guests }: EndpointMethod, { caller, cookies, services }: State): boolean {
  return guests === "visitors" &&
    (caller.visitorId !== null || openedBookings(cookies, services.secrets.cookieSecrets).length > 0);
}

/** The body of a caller without an account if it makes them a guest to whom the method is open. */
async function readGuestBody(
  spec: EndpointMethod,
  request: Request,
  services: Services,
): Promise<ReadBody | undefined> {
  const { guests, body: schema } = spec;
  if (typeof guests !== "object" || !schema) return undefined;
  try {
    const body = await readBody(spec, schema, request, services);
    return hasMember(body.input, guests.with) ? body : undefined;
  } catch (error) {
    // A body that cannot be read says nothing, and the missing account comes first.
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function unauthenticated(): Problem {
  return new Problem("unauthenticated", { headers: { "www-authenticate": "Bearer" } });
}

interface ReadBody {
  /** As sent, for the rules that do not need the schema. */
  input?: unknown;
  check: () => Validated<unknown>;
}

/** Reads the body: a malformed one is refused before the query is checked; the schema is applied after that. */
async function readBody(
  spec: EndpointMethod,
  schema: z.ZodType,
  request: Request,
  services: Services,
): Promise<ReadBody> {
  const { bodyBytesMax, bodyMsMax } = spec;
  if (spec.bodyTypes) {
    const bytes = await readTypedBytes(request, spec.bodyTypes, bodyBytesMax, bodyMsMax);
    return { check: () => ({ value: bytes }) };
  }
  if (!spec.readBody) {
    const input = await readJson(request, bodyBytesMax, bodyMsMax, { optional: spec.bodyOptional });
    return { input, check: () => validate(schema, input) };
  }
  const read = await spec.readBody(services, await readJsonBytes(request, bodyBytesMax, bodyMsMax));
  if (read === "malformed-json") throw new Problem("malformed-json");
  return { check: () => read };
}

const noParameters = z.strictObject({});

/** The validated value. @throws {Problem} `validation` */
function accept(checked: Validated<unknown>): unknown {
  if ("errors" in checked) throw new Problem("validation", { errors: checked.errors });
  return checked.value;
}

function parseParams(schema: z.ZodType, params: Record<string, string>): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success || findUnstorable(params)) throw new Problem("not-found");
  return parsed.data;
}

/** A write to be done once per key, or null without a key. `request` identifies the operation and its input. */
export function keyedBy(
  caller: SignedInCaller,
  key: string | undefined,
  request: unknown,
): KeyedRequest | null {
  return key === undefined ? null : { ownerId: caller.user.id, key, request };
}

/** A `validation` problem with one error, for rules that cannot be checked from the request alone. */
export function invalid(path: string, message: string): Problem {
  return new Problem("validation", { errors: [{ path, message }] });
}
