import { z } from "zod";
import { deleteAccount, profileSchema, updateProfile } from "@/lib/auth/accounts.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { PASSWORD_LENGTH_MAX } from "@/lib/auth/passwords.ts";
import { userBody, userSchema } from "@/lib/auth/session_answer.ts";
import { endpoint, method } from "@/lib/http/endpoint.ts";
import { problem } from "@/lib/http/problem.ts";

export const handler = endpoint("/api/me", {
  GET: method({
    summary: "The account that is signed in",
    role: "user",
    responses: { 200: userSchema },
    handle: ({ caller }) =>
      Response.json(userBody(caller.user), { headers: { "cache-control": "no-store" } }),
  }),

  PATCH: method({
    summary: "Changes name or language",
    role: "user",
    body: profileSchema,
    responses: { 200: userSchema },
    async handle({ services, caller, body }) {
      return Response.json(userBody(await updateProfile(services, caller, body)));
    },
  }),

  DELETE: method({
    summary: "Deletes the account; its bookings stay, the person goes",
    role: "user",
    limit: "sign-in",
    body: z.strictObject({ password: z.string().min(1).max(PASSWORD_LENGTH_MAX) }),
    responses: { 204: null },
    errors: ["invalid-credentials"],
    async handle({ services, caller, body, ctx }) {
      const answer = await deleteAccount(services, caller, body.password);
      if (!answer.ok) return problem(answer.code);
      clearSessionCookies(ctx.state.cookies, services.secrets.cookieSecret);
      return new Response(null, { status: 204 });
    },
  }),
});
