import { HttpError, page } from "fresh";
import type { ComponentChildren } from "preact";
import { z } from "zod";
import { AccountBadges } from "@/components/admin/AccountBadges.tsx";
import { AccountFactors } from "@/components/admin/AccountFactors.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { UtcTime } from "@/components/admin/UtcTime.tsx";
import { SelectField } from "@/components/layout/Field.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { actorOf, userOf } from "@/lib/auth/caller.ts";
import { type Role, roles } from "@/lib/auth/permissions.ts";
import { orNotFound } from "@/lib/http/problem.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { changeAccount, findAccount, type StaffAccount } from "@/lib/staff/accounts.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { define } from "@/utils.ts";

/** What was done, by its name in the URL. */
const outcomes = ["role", "locked", "unlocked"] as const;
type Outcome = (typeof outcomes)[number];

/** What the page asks to confirm: a new role, or the lock. */
type Question = Role | "lock";

interface AccountPage {
  account: StaffAccount;
  done: Outcome | null;
  question: Question | null;
  isLastAdmin: boolean;
}

const questions = z.enum([...roles, "lock"]);
const changes = z.union([
  z.object({ intent: z.literal("role"), role: z.enum(roles) }).transform(({ role }) => ({ role })),
  z.object({ intent: z.literal("lock") }).transform(() => ({ locked: true })),
  z.object({ intent: z.literal("unlock") }).transform(() => ({ locked: false })),
]);

/** One account: its role and its lock, each changed by a form that asks first. */
export const handler = pageRoute({ access: "manage-accounts" }, {
  async GET({ params, url: { searchParams }, state: { services } }) {
    const account = orNotFound(await findAccount(services, params.id));
    const question = questions.safeParse(searchParams.get("change")).data ?? null;
    const done = outcomes.find((outcome) => outcome === searchParams.get("done")) ?? null;
    const applies = question === "lock" ? !account.locked : question !== account.role;
    return page<AccountPage>({ account, done, question: applies ? question : null, isLastAdmin: false });
  },

  async POST(ctx) {
    const { params: { id }, state: { services, caller } } = ctx;
    const change = changes.safeParse(Object.fromEntries(await readForm(ctx.req))).data;
    if (!change) throw new HttpError(404);
    const changed = await changeAccount(services, actorOf(caller), id, change);
    if (changed.ok) {
      const done: Outcome = "role" in change ? "role" : change.locked ? "locked" : "unlocked";
      return ctx.redirect(`/admin/accounts/${id}?done=${done}`, 303);
    }
    const account = orNotFound(await findAccount(services, id));
    return page<AccountPage>({ account, done: null, question: null, isLastAdmin: true }, { status: 409 });
  },
});

export default define.page<typeof handler>(function AccountPage({ data, state }) {
  const { account, done, question, isLastAdmin } = data;
  const words = state.words.staffAccounts;
  const { id, email } = account;
  return (
    <>
      <PageTitle title={isolated(account.name)} page={state.words.admin.accounts} />
      {done && (
        <Notice kind="success">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      {isLastAdmin && (
        <Notice kind="danger">
          <p>{words.lastAdmin}</p>
        </Notice>
      )}
      {id === userOf(state.caller).id && <p class="quiet">{words.yourself}</p>}
      <Facts account={account} />
      <p class="cluster">
        <a href={`/admin/audit?subject=${id}`}>{words.history}</a>
        <a href={`/admin/audit?actor=${encodeURIComponent(email)}`}>{words.theirActions}</a>
      </p>
      {question ? <Confirmation account={account} question={question} /> : (
        <>
          <RoleForm account={account} />
          <LockForm account={account} />
        </>
      )}
    </>
  );
});

function Facts({ account }: { account: StaffAccount }) {
  const words = useWords("staffAccounts");
  const { email, sessions, lastUsedAt, createdAt } = account;
  return (
    <dl class="account-facts">
      <Fact label={words.account}>{email}</Fact>
      <Fact label={words.role}>
        <AccountBadges account={account} />
      </Fact>
      <Fact label={words.secondFactor}>
        <AccountFactors account={account} />
      </Fact>
      <Fact label={words.sessions}>{words.sessionCount({ count: sessions })}</Fact>
      <Fact label={words.lastUsed}>{lastUsedAt ? <UtcTime at={lastUsedAt} /> : words.neverUsed}</Fact>
      <Fact label={words.created}>
        <UtcTime at={createdAt} />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Chooses a role; submitting it asks for confirmation. */
function RoleForm({ account }: { account: StaffAccount }) {
  const words = useWords("staffAccounts");
  return (
    <section class="admin-section">
      <h2>{words.changeRole}</h2>
      <form class="stack narrow-form">
        <SelectField name="change" label={words.chooseRole}>
          {roles.map((role) => (
            <option key={role} value={role} selected={role === account.role}>
              {words.roleName({ role })}
            </option>
          ))}
        </SelectField>
        <ul class="quiet">
          {roles.map((role) => (
            <li key={role}>
              <strong>{words.roleName({ role })}</strong> {words.roleMeans({ role })}
            </li>
          ))}
        </ul>
        <div class="cluster">
          <button class="button" type="submit">{words.continue}</button>
        </div>
      </form>
    </section>
  );
}

function LockForm({ account: { id, locked } }: { account: StaffAccount }) {
  const words = useWords("staffAccounts");
  return (
    <section class="admin-section">
      <h2>{locked ? words.unlockTitle : words.lockTitle}</h2>
      <p>{locked ? words.unlockText : words.lockText}</p>
      {locked
        ? (
          <form method="post">
            <button class="button" type="submit" name="intent" value="unlock">{words.unlock}</button>
          </form>
        )
        : (
          <div>
            <a class="button" href={`/admin/accounts/${id}?change=lock`}>{words.lock}</a>
          </div>
        )}
    </section>
  );
}

function Confirmation({ account, question }: { account: StaffAccount; question: Question }) {
  const words = useWords("staffAccounts");
  const { id, role: from } = account;
  const name = isolated(account.name);
  const isLock = question === "lock";
  const title = isLock ? words.confirmLock({ name }) : words.confirmRole({
    name,
    from: words.roleName({ role: from }),
    to: words.roleName({ role: question }),
  });
  return (
    <form method="post" action={`/admin/accounts/${id}`} class="admin-section">
      <Notice kind="warning" title={title}>
        <p>{isLock ? words.lockText : words.roleTakesEffect({ role: question })}</p>
      </Notice>
      {!isLock && <input type="hidden" name="role" value={question} />}
      <div class="cluster">
        <button
          class={isLock ? "button button-danger" : "button button-main"}
          type="submit"
          name="intent"
          value={isLock ? "lock" : "role"}
        >
          {isLock ? words.lockNow : words.change}
        </button>
        <a class="button" href={`/admin/accounts/${id}`}>{words.keep}</a>
      </div>
    </form>
  );
}
