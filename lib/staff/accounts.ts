/** Accounts as admins see and change them: roles and locks. */
import { z } from "zod";
import { may, type Role, roles, rolesThatMay } from "@/lib/auth/permissions.ts";
import { matchesPerson } from "@/lib/auth/search_name.ts";
import { type Factor, factors, factorsOf } from "@/lib/auth/second_factors.ts";
import { endSessions, type Sessions } from "@/lib/auth/sessions.ts";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { type Actor, type AuditAction, writeAudit } from "@/lib/db/audit_log.ts";
import { deadline, type Queryable, type Sql, type Transaction, transaction } from "@/lib/db/pool.ts";
import { pageQuery } from "@/lib/http/page_query.ts";
import { emailKey } from "@/lib/text/email_address.ts";
import { storableText } from "@/lib/text/typed_text.ts";

export const staffAccountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  locked: z.boolean().describe("Nobody can sign in to it"),
  sessions: z.int().describe("How many devices are signed in"),
  emailConfirmed: z.boolean(),
  factors: z.array(z.enum(factors)),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().describe("Null if it has not been used for a long time"),
}).meta({
  id: "StaffAccount",
  examples: [{
    id: "01977f6e-0a52-7d1f-8f3e-5b1d2c9e7a01",
    email: "ada@example.org",
    name: "Ada Brook",
    role: "organizer",
    locked: false,
    sessions: 2,
    emailConfirmed: true,
    factors: ["totp"],
    createdAt: "2027-01-12T10:00:00.000Z",
    lastUsedAt: "2027-03-01T09:12:44.120Z",
  }],
});

/** An account as admins see it. */
export interface StaffAccount {
  id: string;
  email: string;
  name: string;
  role: Role;
  locked: boolean;
  /** How many devices are signed in. */
  sessions: number;
  emailConfirmed: boolean;
  factors: Factor[];
  createdAt: Date;
  /** Null if it has not been used for so long that no session is left. */
  lastUsedAt: Date | null;
}

export const accountsQuery = pageQuery.extend({
  q: storableText(200).optional().describe("A prefix of the email address, or of each word of the name"),
  role: z.enum(roles).optional(),
});
export type AccountsQuery = z.infer<typeof accountsQuery>;

interface Needs {
  sql: Sql;
  now: () => number;
}

/**
 * One page of the accounts, newest first.
 * @throws {InvalidCursor}
 */
export async function listAccounts(
  { sql, now }: Needs,
  { q = "", role, limit, cursor }: AccountsQuery,
): Promise<Page<StaffAccount>> {
  const list: ListKey = ["accounts", q, role];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const rows = await deadline(sql<StaffAccount[]>`
    ${selectAccounts(sql, now())}
      and ${matchesPerson(sql, q)}
      ${role ? sql`and u.role = ${role}` : sql``}
      ${
    after ? sql`and (u.created_at, u.id) < (select created_at, id from users where id = ${after})` : sql``
  }
    order by u.created_at desc, u.id desc limit ${limit + 1}`);
  return pageOf(list, rows, limit, (last) => [last.id]);
}

/** One account, or null if there is none or it is deleted. */
export async function findAccount({ sql, now }: Needs, id: string): Promise<StaffAccount | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [account] = await deadline(readAccount(sql, id, now()));
  return account ?? null;
}

function readAccount(sql: Queryable, id: string, now: number) {
  return sql<[StaffAccount?]>`${selectAccounts(sql, now)} and u.id = ${id}`;
}

/** SQL: the accounts that are not deleted, to be followed by `and …`. */
function selectAccounts(sql: Queryable, now: number) {
  return sql`
    select u.id, u.email, u.name, u.role, u.locked_at is not null as locked,
      u.email_confirmed_at is not null as email_confirmed, ${factorsOf(sql)} as factors, u.created_at,
      (select count(*)::integer from sessions s
        where s.user_id = u.id and s.ended_at is null and s.expires_at > ${new Date(now)}) as sessions,
      (select max(last_used_at) from sessions s where s.user_id = u.id) as last_used_at
    from users u where u.deleted_at is null`;
}

export const accountPatchSchema = z.strictObject({
  role: z.enum(roles).optional(),
  locked: z.boolean().optional().describe("Locking signs all devices out"),
}).meta({ id: "StaffAccountPatch", examples: [{ role: "organizer" }] });
export type AccountPatch = z.infer<typeof accountPatchSchema>;

export type ChangeResult =
  | { ok: true; account: StaffAccount }
  /** `last-admin`: without this account nobody could grant roles any more. */
  | { ok: false; code: "not-found" | "last-admin" };

/**
 * Changes the role of an account or locks it, for an admin. Takes effect here at once, and in other processes within
 * 4 s. There is always an admin who can sign in, even if two of them demote each other at the same time.
 */
export async function changeAccount(
  { sql, sessions, now }: Needs & { sessions: Pick<Sessions, "forget"> },
  admin: Actor,
  id: string,
  patch: AccountPatch,
): Promise<ChangeResult> {
  const { result, affected } = await transaction(sql, async (tx) => {
    const was = await lockAccount(tx, id);
    if (!was) return { result: { ok: false, code: "not-found" } as const, affected: [] };
    const becomes = { role: patch.role ?? was.role, locked: patch.locked ?? was.locked };
    if (isAdmin(was) && !isAdmin(becomes) && was.otherAdmins === 0) {
      return { result: { ok: false, code: "last-admin" } as const, affected: [] };
    }
    const affected = await write(tx, admin, id, was, becomes, now());
    const [account] = await readAccount(tx, id, now());
    return { result: { ok: true, account: account! } as const, affected };
  });
  sessions.forget(...affected);
  return result;
}

const admins = [...rolesThatMay("manage-accounts")];

type Standing = Pick<StaffAccount, "role" | "locked">;

function isAdmin({ role, locked }: Standing): boolean {
  return may(role, "manage-accounts") && !locked;
}

/**
 * Locks the row of an account, and those of all admins, in a fixed order: of two changes that would remove an admin, the
 * second waits for the first and then counts without them.
 */
async function lockAccount(tx: Transaction, id: string): Promise<Standing & { otherAdmins: number } | null> {
  const rows = await tx<({ id: string } & Standing)[]>`
    select id, role, locked_at is not null as locked from users
    where deleted_at is null and (role = any(${admins}) or id = ${id}) order by id for no key update`;
  const account = rows.find((row) => row.id === id);
  if (!account) return null;
  return { ...account, otherAdmins: rows.filter((row) => row.id !== id && isAdmin(row)).length };
}

/** Whether an account is the only admin who can sign in. Locks the admins, so that it stays true in the transaction. */
export async function isLastAdmin(tx: Transaction, id: string): Promise<boolean> {
  const account = await lockAccount(tx, id);
  return account !== null && isAdmin(account) && account.otherAdmins === 0;
}

/** Writes what changes, with an entry in the audit log for each. Returns the sessions that are affected. */
async function write(
  tx: Transaction,
  admin: Actor,
  id: string,
  was: Standing,
  becomes: Standing,
  now: number,
): Promise<string[]> {
  const record = (action: AuditAction, before: Partial<Standing>, after: Partial<Standing>) =>
    writeAudit(tx, { actor: admin, action, subject: { type: "account", id }, detail: { before, after } });
  const affected: string[] = [];
  if (was.role !== becomes.role) {
    await tx`update users set role = ${becomes.role} where id = ${id}`;
    await record("account.role-changed", { role: was.role }, { role: becomes.role });
    const live = await tx<
      { id: string }[]
    >`select id from sessions where user_id = ${id} and ended_at is null`;
    affected.push(...live.map((session) => session.id));
  }
  if (was.locked !== becomes.locked) {
    await tx`update users set locked_at = ${becomes.locked ? new Date(now) : null} where id = ${id}`;
    await record(
      becomes.locked ? "account.locked" : "account.unlocked",
      { locked: was.locked },
      { locked: becomes.locked },
    );
    if (becomes.locked) affected.push(...await endSessions(tx, id, { nowMs: now }));
  }
  return affected;
}

/**
 * Grants a role to the account with this email address, on behalf of the server's operator: this is how the first admin
 * is appointed. Running servers notice within 4 s.
 */
export async function grantRole(needs: Needs, email: string, role: Role): Promise<ChangeResult> {
  const [account] = await deadline(needs.sql<[{ id: string }?]>`
    select id from users where email_key = ${emailKey(email)} and deleted_at is null`);
  if (!account) return { ok: false, code: "not-found" };
  const nobody = { id: null, address: null };
  return await changeAccount({ ...needs, sessions: { forget() {} } }, nobody, account.id, { role });
}
