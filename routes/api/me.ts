import { z } from "zod";
import { profileSchema, updateProfile } from "@/lib/account/accounts.ts";
import { proofErrors, proofProblem, proofShape } from "@/lib/account/reauthenticate.ts";
import { userBody, userSchema } from "@/lib/account/session_response.ts";
import { clearSessionCookies } from "@/lib/auth/identify.ts";
import { readFactors } from "@/lib/auth/second_factors.ts";
import { Problem } from "@/lib/http/problem.ts";
import { deleteAccount } from "@/lib/privacy/delete_account.ts";
import { endpoint, invalid, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/api/me", {
  GET: method({
    operationId: "getAccount",
    summary: "Get the signed-in account",
    description: "Returns the caller's account.",
    access: "secure-account",
    responses: { 200: userSchema },
    async handle({ services, caller }) {
      return Response.json(userBody(caller.user, await readFactors(services.sql, caller.user.id)));
    },
  }),

  PATCH: method({
    operationId: "updateAccount",
    summary: "Change name or language",
    description: "Changes the given members and leaves the others unchanged. " +
      "With a null `locale`, the language follows the browser.",
    access: "own-account",
    body: profileSchema,
    responses: { 200: userSchema },
    async handle({ services, caller, body }) {
      const updated = await updateProfile(services, caller, body);
      if (!updated.ok) throw invalid("name", updated.fault);
      return Response.json(userBody(updated.user, await readFactors(services.sql, caller.user.id)));
    },
  }),

  DELETE: method({
    operationId: "deleteAccount",
    summary: "Delete the account",
    description:
      "Erases the person: name, address, password, factors, devices, the text of messages, and network addresses in the audit log. Bookings stay valid, without a name. Needs the password. The last administrator who can sign in cannot be deleted.",
    access: "own-account",
    limit: "sign-in",
    body: z.strictObject(proofShape),
    bodyOptional: true,
    responses: { 204: null },
    errors: [...proofErrors, "last-admin"],
    async handle({ services, caller, body, ctx }) {
      const deleted = await deleteAccount(services, caller, { ...body, sessionId: caller.sessionId });
      if (!deleted.ok) {
        throw deleted.code === "last-admin" ? new Problem("last-admin") : proofProblem(deleted);
      }
      clearSessionCookies(ctx.state.cookies, services.secrets.cookieSecrets);
      return new Response(null, { status: 204 });
    },
  }),
});
