/** The API's response to a device that signs in or refreshes. */
import { z } from "zod";
import type { Caller, User } from "@/lib/auth/caller.ts";
import { setSessionCookies } from "@/lib/auth/identify.ts";
import { readDevice, rememberDevice } from "@/lib/auth/known_devices.ts";
import { roles } from "@/lib/auth/permissions.ts";
import { type Factor, factors, readFactors } from "@/lib/auth/second_factors.ts";
import type { IssuedTokens } from "@/lib/auth/sessions.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import type { Sql } from "@/lib/db/pool.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import { originOf } from "./confirmation.ts";
import type { Device } from "./sign_in.ts";

export const userSchema = z.object({
  id: z.uuid(),
  email: z.string().meta({ format: "idn-email" }),
  emailConfirmed: z.boolean().describe("Whether a link sent to the address has been used"),
  name: z.string(),
  role: z.enum(roles),
  factors: z.array(z.enum(factors)).describe("The second factors that signing in asks for"),
  locale: z.string().nullable().describe("BCP 47; null for the browser's language"),
}).meta({
  id: "Account",
  examples: [{
    id: "01977f6e-0a52-7d1f-8f3e-5b1d2c9e7a01",
    email: "ada@example.org",
    emailConfirmed: true,
    name: "Ada Brook",
    role: "visitor",
    factors: [],
    locale: "en-GB",
  }],
});

export const sessionSchema = z.object({
  user: userSchema,
  accessToken: z.string().describe("For `Authorization: Bearer`").meta({
    examples: ["eyJhbGciOiJIUzI1NiJ9.e30.ZRrH"],
  }),
  expiresIn: z.int().describe("Seconds").meta({ examples: [900] }),
}).meta({ id: "Session" });

/** An account as its owner sees it. */
export function userBody(
  { id, email, emailConfirmed, name, role, locale }: User,
  factors: Factor[],
): z.input<typeof userSchema> {
  return { id, email, emailConfirmed, name, role, factors, locale };
}

/** Sets the cookies and responds with the access token for clients that store it themselves. */
export async function sessionResponse(
  { state }: { state: DeviceState },
  tokens: IssuedTokens,
  status: number,
): Promise<Response> {
  signInDevice(state, tokens);
  const body = {
    user: userBody(tokens.user, await readFactors(state.services.sql, tokens.user.id)),
    accessToken: tokens.accessToken,
    expiresIn: tokens.expiresInSeconds,
  };
  return Response.json(body, { status });
}

/** The part of a request's state that knows the device. */
interface DeviceState {
  cookies: Cookies;
  services: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> };
}

/** Sets a browser's token cookies, and makes it a device that is known to the account. */
export function signInDevice({ cookies, services: { secrets } }: DeviceState, tokens: IssuedTokens): void {
  setSessionCookies(cookies, tokens);
  rememberDevice(cookies, secrets.cookieSecrets, tokens.user.id);
}

/** The device that makes a request. */
export function deviceOf(
  { req, state: { caller, cookies, services, locale } }: {
    req: Request;
    state: DeviceState & { caller: Caller; locale: string };
  },
): Device {
  return {
    userAgent: req.headers.get("user-agent") ?? "",
    visitorId: caller.visitorId,
    known: readDevice(cookies, services.secrets.cookieSecrets),
    ...originOf({ locale, caller }),
  };
}
