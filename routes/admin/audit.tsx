import { page } from "fresh";
import { AuditDetail } from "@/components/admin/AuditDetail.tsx";
import { AuditFilter } from "@/components/admin/AuditFilter.tsx";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { UtcTime } from "@/components/admin/UtcTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import type { AuditRecord } from "@/lib/staff/audit_entries.ts";
import { loadAuditPage } from "@/lib/staff/audit_page.ts";
import { define } from "@/utils.ts";

/** The audit log, filtered by actor, action, subject and time. */
export const handler = pageRoute({ access: "read-audit" }, {
  async GET({ url, state: { services } }) {
    return page(await loadAuditPage(services, url.searchParams));
  },
});

export default define.page<typeof handler>(function AuditPage({ data, state: { words: all } }) {
  const { filter, hasInvalid, entries } = data;
  const { items } = entries;
  const words = all.auditLog;
  const query = new URLSearchParams(filter);
  return (
    <>
      <PageTitle title={all.admin.auditLog} />
      <AuditFilter filter={filter} />
      {hasInvalid && (
        <Notice kind="warning">
          <p>{words.invalid}</p>
        </Notice>
      )}
      {items.length === 0
        ? (
          <EmptyState title={words.none} text={words.noneText}>
            <a class="button" href="/admin/audit" aria-current="false">{words.clear}</a>
          </EmptyState>
        )
        : <DataTable caption={words.caption} rows={items} columns={columnsFor(words, all.admin)} />}
      <Pagination
        list={entries}
        href={query.size === 0 ? "/admin/audit" : `/admin/audit?${query}`}
        shown={words.shown({ count: items.length })}
      />
    </>
  );
});

function columnsFor(words: Words["auditLog"], admin: Words["admin"]): Column<AuditRecord>[] {
  return [
    {
      label: words.action,
      kind: "head",
      cell: ({ action, count }) => (
        <>
          {actionName(action, words)}
          {count > 1 && <span class="sub">{words.times({ count })}</span>}
        </>
      ),
    },
    { label: words.at, plain: true, cell: ({ at }) => <UtcTime at={at} /> },
    {
      label: words.who,
      kind: "wrap",
      cell: ({ actor, address }) => (
        <>
          {actor
            ? (
              <a href={`/admin/audit?actor=${actor.id}`} aria-current="false">
                {actor.email ?? admin.deletedAccount}
              </a>
            )
            : address
            ? words.nobody
            : words.program}
          {address && <span class="sub">{address}</span>}
        </>
      ),
    },
    {
      label: words.subject,
      kind: "wrap",
      cell: ({ subject }) => (
        <a href={`/admin/audit?subject=${encodeURIComponent(subject.id)}`} aria-current="false">
          {words.subjectType[subject.type]}
          <code class="sub">{subject.id}</code>
        </a>
      ),
    },
    {
      label: words.details,
      kind: "wrap",
      cell: ({ detail }) => Object.keys(detail).length > 0 ? <AuditDetail detail={detail} /> : null,
    },
  ];
}

/** An action in words; its own name if an older version of the program recorded it. */
function actionName(action: string, { actions }: Words["auditLog"]): string {
  return Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : action;
}
