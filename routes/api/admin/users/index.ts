import { listSchema } from "@/lib/http/page_query.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { accountsQuery, listAccounts, staffAccountSchema } from "@/lib/staff/accounts.ts";

export const handler = endpoint("/api/admin/users", {
  GET: method({
    operationId: "listAccounts",
    summary: "List accounts",
    description: "The accounts, newest first: those that match `q` and have the `role`, if given.",
    access: "manage-accounts",
    query: accountsQuery,
    responses: { 200: listSchema(staffAccountSchema) },
    async handle({ services, query }) {
      return Response.json(await listAccounts(services, query));
    },
  }),
});
