/** The forms for signing in and registering, on their own pages and in the checkout. */
import type { z } from "zod";
import type { Caller } from "@/lib/auth/caller.ts";
import { readAssertion } from "@/lib/auth/webauthn.ts";
import { type LimitGroup, limitKeys, type RateLimitResult } from "@/lib/http/rate_limits.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { correctionFor } from "@/lib/text/typed_text.ts";
import { register, registrationSchema } from "./accounts.ts";
import { passwordCorrection } from "./new_password.ts";
import { deviceOf, signInDevice } from "./session_response.ts";
import {
  answerChallenge,
  type ChallengeResult,
  credentialsSchema,
  findSecondStep,
  type SecondStep,
  signIn,
  type SignInServices,
  signInWithPasskey,
} from "./sign_in.ts";

export const accountForms = ["register", "sign-in"] as const;
/** One of the two forms; also the name of its limits. */
export type AccountForm = (typeof accountForms)[number] & LimitGroup;

/** What a refused form shows: its values, except for the password, and the errors. */
export interface AccountFields {
  name: string;
  email: string;
  errors: { [field in "name" | "email" | "password" | "code" | "passkey"]?: string };
  /** Set if the password was correct: the form then asks for a second factor. */
  secondStep: SecondStep | null;
  /** What is wrong with the form as a whole. */
  notice: { title: string; text: string } | null;
}

export const emptyAccountFields: AccountFields = {
  name: "",
  email: "",
  errors: {},
  secondStep: null,
  notice: null,
};

export type AccountFormResult =
  | { ok: true }
  /** 200: nothing was wrong, but the form has another step. */
  | { ok: false; status: 200 | 403 | 422 | 429; headers: Record<string, string>; fields: AccountFields };

/** The part of a page's context that the forms use. */
interface FormContext {
  req: Request;
  state: {
    services: SignInServices;
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
  const { services, words: { account: words } } = ctx.state;
  const [name, email, password] = ["name", "email", "password"].map((field) => form.get(field) ?? "");
  if (kind === "sign-in" && form.get("challenge")) return await submitSecondStep(ctx, form);
  if (kind === "sign-in" && form.get("passkey")) return await submitPasskey(ctx, form);
  const refuse = (feedback: Partial<AccountFields>): AccountFormResult => ({
    ok: false,
    status: 422,
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
      signInDevice(ctx.state, result.tokens);
      return { ok: true };
    }
    // The account exists because of a double click, or because its owner forgot: the correct password still signs in.
    feedback = { errors: { email: words.errors.emailTaken } };
  }
  const credentials = credentialsSchema.safeParse({ email, password });
  if (!credentials.success) return refuse(feedback);
  const result = await signIn(services, credentials.data, deviceOf(ctx));
  if (result.ok || result.code === "rate-limited" || result.code === "account-locked") {
    return resultOf(ctx, result, { email });
  }
  if (result.code === "second-factor-required" && kind === "sign-in") {
    const fields = { ...emptyAccountFields, email, secondStep: result.next };
    return { ok: false, status: 200, headers: {}, fields };
  }
  return refuse(feedback);
}

/** Completes signing in with what the second step asked for. */
async function submitSecondStep(ctx: FormContext, form: URLSearchParams): Promise<AccountFormResult> {
  const { services } = ctx.state;
  const challenge = form.get("challenge")!;
  const passkey = form.get("passkey");
  const given = passkey ? { passkey: readAssertion(passkey) } : { typed: form.get("code") ?? "" };
  const result = await answerChallenge(services, challenge, given, deviceOf(ctx));
  const secondStep = result.ok ? null : await findSecondStep(services, challenge);
  return resultOf(ctx, result, { secondStep });
}

/** Signs in with a passkey alone. */
async function submitPasskey(ctx: FormContext, form: URLSearchParams): Promise<AccountFormResult> {
  const passkey = readAssertion(form.get("passkey")!);
  const result = await signInWithPasskey(ctx.state.services, passkey, deviceOf(ctx));
  return resultOf(ctx, result, { email: form.get("email") ?? "" });
}

/** Signs the device in, or says what to show; `shown`: what the form keeps if it can be sent again. */
function resultOf(
  { state }: FormContext,
  result: ChallengeResult,
  shown: Partial<AccountFields>,
): AccountFormResult {
  const { words: { account: words } } = state;
  const refuse = (feedback: Partial<AccountFields>): AccountFormResult => ({
    ok: false,
    status: 422,
    headers: {},
    fields: { ...emptyAccountFields, ...feedback },
  });
  if (result.ok) {
    signInDevice(state, result.tokens);
    return { ok: true };
  }
  switch (result.code) {
    case "rate-limited":
      return tooMany(
        result.limited,
        shown.email ?? "",
        result.isAboutCodes ? words.tooManyCodes : words.tooMany,
      );
    case "second-factor-invalid":
      return refuse({ ...shown, errors: { code: words.wrongCode } });
    case "passkey-invalid":
      return refuse({ ...shown, errors: { passkey: words.wrongPasskey } });
    case "app-unreadable":
      return refuse({ ...shown, errors: { code: words.appUnreadable } });
    case "challenge-expired":
      return refuse({ notice: words.challengeExpired });
    case "account-locked": {
      const { title, detail } = state.words.problems[result.code];
      return {
        ok: false,
        status: 403,
        headers: {},
        fields: { ...emptyAccountFields, ...shown, secondStep: null, notice: { title, text: detail } },
      };
    }
    default:
      return refuse({ notice: words.wrong });
  }
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
  { title, text }: Words["account"]["tooMany" | "tooManyCodes"],
): AccountFormResult {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const notice = { title, text: text({ seconds: retryAfterSeconds, minutes }) };
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
