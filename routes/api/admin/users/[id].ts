import { actorOf } from "@/lib/auth/caller.ts";
import { Problem } from "@/lib/http/problem.ts";
import { endpoint, method, uuidParams } from "@/lib/server/endpoint.ts";
import { accountPatchSchema, changeAccount, staffAccountSchema } from "@/lib/staff/accounts.ts";

export const handler = endpoint("/api/admin/users/{id}", {
  PATCH: method({
    operationId: "changeAccount",
    summary: "Change an account's role or lock it",
    description:
      "Takes effect within 5 s. Locking an account signs out its devices; nobody can sign in to it until it is unlocked.",
    access: "manage-accounts",
    params: uuidParams,
    body: accountPatchSchema,
    responses: { 200: staffAccountSchema },
    errors: ["not-found", "last-admin"],
    async handle({ services, caller, params, body }) {
      const changed = await changeAccount(services, actorOf(caller), params.id, body);
      if (!changed.ok) throw new Problem(changed.code);
      return Response.json(changed.account);
    },
  }),
});
