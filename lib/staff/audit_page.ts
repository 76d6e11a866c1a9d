import type { Secrets } from "@/lib/config/secrets.ts";
import type { Sql } from "@/lib/db/pool.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { auditQuery, listAudit } from "./audit_entries.ts";

const PAGE_SIZE = 50;

/** The filters of the log in a URL; those not set are missing. */
export type AuditFilter = { [member in "actor" | "action" | "subject" | "from" | "to"]?: string };

const members = ["actor", "action", "subject", "from", "to"] as const;

/** The page of the audit log that a URL asks for. Parts of the URL that can't be searched for are left out. */
export async function loadAuditPage(
  needs: { sql: Sql; secrets: Pick<Secrets, "cookieSecrets"> },
  search: URLSearchParams,
) {
  const filter: AuditFilter = {};
  let hasInvalid = false;
  for (const member of members) {
    const text = search.get(member)?.trim();
    if (!text) continue;
    if (auditQuery.shape[member].safeParse(text).success) filter[member] = text;
    else hasInvalid = true;
  }
  const entries = await readListPage(
    search,
    (cursor) => listAudit(needs, { ...filter, limit: PAGE_SIZE, cursor }),
  );
  return { filter, hasInvalid, entries };
}
