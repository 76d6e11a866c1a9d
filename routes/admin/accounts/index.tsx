import { page } from "fresh";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { AccountBadges } from "@/components/admin/AccountBadges.tsx";
import { AccountFactors } from "@/components/admin/AccountFactors.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { SearchForm } from "@/components/admin/SearchForm.tsx";
import { UtcTime } from "@/components/admin/UtcTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { type Role, roles } from "@/lib/auth/permissions.ts";
import { readListPage, readSearch } from "@/lib/http/page_query.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { listAccounts, type StaffAccount } from "@/lib/staff/accounts.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

/** The accounts, searchable by name and email, filtered by role. */
export const handler = pageRoute({ access: "manage-accounts" }, {
  async GET({ url: { searchParams }, state: { services } }) {
    const q = readSearch(searchParams);
    const role = roles.find((role) => role === searchParams.get("role"));
    const accounts = await readListPage(
      searchParams,
      (cursor) => listAccounts(services, { q, role, limit: PAGE_SIZE, cursor }),
    );
    return page({ q, role, accounts });
  },
});

export default define.page<typeof handler>(function AccountsPage({ data, state: { words: all } }) {
  const { q, role, accounts } = data;
  const { items } = accounts;
  const words = all.staffAccounts;
  return (
    <>
      <PageTitle title={all.admin.accounts} />
      <nav class="tabs" aria-label={words.which}>
        {[undefined, ...roles].map((tab) => (
          <a key={tab ?? ""} href={pathOf(q, tab)} aria-current={tab === role ? "page" : "false"}>
            {tab ? words.roleName({ role: tab }) : words.allRoles}
          </a>
        ))}
      </nav>
      <SearchForm
        label={words.search}
        hint={words.searchHint}
        q={q}
        also={role ? { role } : {}}
      />
      {items.length === 0
        ? (
          <EmptyState
            title={words.none}
            text={q ? words.noMatch({ words: isolated(q) }) : words.noneOfRole}
          >
            <a class="button" href="/admin/accounts" aria-current="false">{words.showAll}</a>
          </EmptyState>
        )
        : <DataTable caption={words.caption} rows={items} columns={columnsFor(words)} />}
      <Pagination
        list={accounts}
        href={pathOf(q, role)}
        shown={words.shown({ count: items.length })}
      />
    </>
  );
});

function pathOf(q: string, role?: Role): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(role && { role }) });
  return query.size === 0 ? "/admin/accounts" : `/admin/accounts?${query}`;
}

function columnsFor(words: Words["staffAccounts"]): Column<StaffAccount>[] {
  return [
    {
      label: words.account,
      kind: "head",
      cell: ({ id, name, email }) => (
        <>
          <a href={`/admin/accounts/${id}`}>
            <bdi>{name}</bdi>
          </a>
          <span class="sub">{email}</span>
        </>
      ),
    },
    { label: words.role, plain: true, cell: (account) => <AccountBadges account={account} /> },
    { label: words.secondFactor, cell: (account) => <AccountFactors account={account} /> },
    { label: words.sessions, cell: ({ sessions }) => words.sessionCount({ count: sessions }) },
    {
      label: words.lastUsed,
      cell: ({ lastUsedAt }) => lastUsedAt ? <UtcTime at={lastUsedAt} /> : words.neverUsed,
    },
    { label: words.created, cell: ({ createdAt }) => <UtcTime at={createdAt} /> },
  ];
}
