import { listSchema } from "@/lib/http/page_query.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";
import { auditEntrySchema, auditQuery, listAudit } from "@/lib/staff/audit_entries.ts";

export const handler = endpoint("/api/admin/audit", {
  GET: method({
    operationId: "listAuditEntries",
    summary: "Read the audit log",
    description:
      "What staff did and what concerned the security of accounts, newest first. Returns the entries that match all given parameters.",
    access: "read-audit",
    query: auditQuery,
    responses: { 200: listSchema(auditEntrySchema) },
    async handle({ services, query }) {
      return Response.json(await listAudit(services, query));
    },
  }),
});
