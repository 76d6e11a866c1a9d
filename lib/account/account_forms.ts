/** The forms for signing in and registering, on their own pages and in the checkout. */
import type { z } from "zod";
import type { Caller } from "@/lib/auth/caller.ts";
import { setSessionCookies } from "@/lib/auth/identify.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import { type LimitGroup, limitKeys, type RateLimitResult, type RateLimits } from "@/lib/http/rate_limits.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import { credentialsSchema, register, registrationSchema, signIn } from "./accounts.ts";
import type { MessageServices } from "./confirmation.ts";
import { passwordCorrection } from "./new_password.ts";
import { deviceOf } from "./session_response.ts";

export const accountForms = ["register", "sign-in"] as const;
/** One of the two forms; also the name of its limits. */
export type AccountForm = (typeof accountForms)[number] & LimitGroup;

/** What a refused form shows: its values, except for the password, and the errors. */
export interface AccountFields {
  name: string;
  email: string;
  errors: { [field in "name" | "email" | "password"]?: string };
  /** What is wrong with the form as a whole. */
  notice: { title: string; text: string } | null;
}

export const emptyAccountFields: AccountFields = { name: "", email: "", errors: {}, notice: null };

export type AccountFormResult =
  | { ok: true }
  | { ok: false; status: 403 | 422 | 429; headers: Record<string, string>; fields: AccountFields };

/** The part of a page's context that the forms use. */
interface FormContext {
  req: Request;
  state: {
    services: MessageServices & {
      sessions: Sessions;
      rateLimits: RateLimits;
      secrets: Pick<Secrets, "cookieSecrets">;
    };
    caller: Caller;
    cookies: Cookies;
    words: Words;
    locale: string;
  };
}

/**
 * Signs in with one of the forms and sets the session cookies, or returns what to show in the form. Registering an
 * email that already has an account also signs in if the password matches, so sending a form twice does no harm.
 */
export async function submitAccountForm(
  ctx: FormContext,
  kind: AccountForm,
  form: URLSearchParams,
): Promise<AccountFormResult> {
  const { services, cookies, words: { account: words } } = ctx.state;
  const [name, email, password] = ["name", "email", "password"].map((field) => form.get(field) ?? "");
  const refuse = (feedback: Partial<AccountFields>) => ({
    ok: false as const,
    status: 422 as const,
    headers: {},
    fields: { ...emptyAccountFields, name, email, ...feedback },
  });
  let feedback: Partial<AccountFields> = { notice: words.wrong };
  if (kind === "register") {
    const registration = registrationSchema.safeParse({ name, email, password });
    if (!registration.success) {
      return refuse({ errors: errorsOf(registration.error.issues, ctx.state.words) });
    }
    const result = await register(services, registration.data, deviceOf(ctx));
    if (result.ok) {
      setSessionCookies(cookies, result.tokens);
      return { ok: true };
    }
    // The account exists because of a double click, or because its owner forgot: the right password still signs in.
    feedback = { errors: { email: words.errors.emailTaken } };
  }
  const credentials = credentialsSchema.safeParse({ email, password });
  if (!credentials.success) return refuse(feedback);
  const result = await signIn(services, credentials.data, deviceOf(ctx));
  if (result.ok) {
    setSessionCookies(cookies, result.tokens);
    return { ok: true };
  }
  if (result.code === "rate-limited") return tooMany(result.limited, email, words.tooMany);
  if (result.code === "invalid-credentials") return refuse(feedback);
  const { title, detail } = ctx.state.words.problems[result.code];
  return { ...refuse({ notice: { title, text: detail } }), status: 403 };
}

/** Like {@link submitAccountForm}, on a page that counts against other limits itself. */
export async function submitAccountStep(
  ctx: FormContext,
  kind: AccountForm,
  form: URLSearchParams,
): Promise<AccountFormResult> {
  const { services: { rateLimits }, caller, words } = ctx.state;
  const limited = await rateLimits.consume(limitKeys(kind, caller));
  if (limited.allowed) return submitAccountForm(ctx, kind, form);
  return tooMany(limited, form.get("email") ?? "", words.account.tooMany);
}

function tooMany(
  { headers, retryAfterSeconds }: RateLimitResult,
  email: string,
  words: Words["account"]["tooMany"],
): AccountFormResult {
  const notice = { title: words.title, text: words.text({ seconds: retryAfterSeconds }) };
  return {
    ok: false,
    status: 429,
    headers: { ...headers, "retry-after": String(retryAfterSeconds) },
    fields: { ...emptyAccountFields, email, notice },
  };
}

/** What is wrong with each field, and what to do about it. */
function errorsOf(
  issues: z.core.$ZodIssue[],
  words: Words,
): AccountFields["errors"] {
  const { account: { errors: texts }, typedText } = words;
  const errors: AccountFields["errors"] = {};
  // The first fault of a field is the one to name: an empty password is too short, whatever else it is.
  for (const issue of issues.toReversed()) {
    const [field] = issue.path;
    if (field === "name") errors.name = correctionFor(issue.message, typedText) ?? texts.name;
    if (field === "email") errors.email = texts.email;
    if (field === "password") errors.password = passwordCorrection(issue, words);
  }
  return errors;
}
