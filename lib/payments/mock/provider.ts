import { createHash } from "node:crypto";
import { batch } from "@/lib/batch.ts";
import { deadline, type Sql, transaction } from "@/lib/db/pool.ts";
import type { ChargeRequest, ChargeStatus, PaymentProvider, RefundRequest } from "../provider.ts";
import { mockTokens } from "./tokens.ts";

export interface MockProviderOptions {
  sql: Sql;
  /** Share of `tok_random` charges that are approved, 0 to 1. */
  approvalRate: number;
  /** `tok_late` is approved 1.5 times this long after the charge, and so after a booking's deadline. */
  paymentDeadlineMs: number;
}

interface Charge {
  key: string;
  status: ChargeStatus;
}

/** What is written for a new charge. */
interface Opening {
  status: ChargeStatus;
  approvesInMs: number | null;
}

/** A call of `charge`. */
interface Call {
  request: ChargeRequest;
  status: ChargeStatus;
}

/**
 * A mock payment provider with its own tables (the schema `mock_provider`), so that it keeps the port's promises across
 * restarts and between processes.
 */
export function mockProvider({ sql, approvalRate, paymentDeadlineMs }: MockProviderOptions): PaymentProvider {
  function opening({ key, token }: ChargeRequest): Opening {
    switch (token) {
      case "tok_approve":
        return { status: "approved", approvesInMs: null };
      case "tok_decline":
        return { status: "declined", approvesInMs: null };
      case "tok_timeout":
        return { status: "processing", approvesInMs: null };
      case "tok_late":
        return { status: "processing", approvesInMs: paymentDeadlineMs * 1.5 };
      case "tok_random":
        return { status: chance(key) < approvalRate ? "approved" : "declined", approvesInMs: null };
      default:
        return { status: "declined", approvesInMs: null };
    }
  }

  // Calls that arrive during a statement share the next one.
  const write = batch(async (calls: Call[]) => {
    const byKey = new Map(calls.toReversed().map(({ request }) => [request.key, request]));
    const entries = [...byKey.values()].map((request) => ({ ...request, ...opening(request) }));
    // The first charge for a key decides; a late approval that is due takes effect.
    const charges = await deadline(sql<Charge[]>`
      insert into mock_provider.charges as c (key, amount, currency, token, status, approves_at, decided_at)
      select key, amount, currency, token, status, now() + "approvesInMs" * interval '1 millisecond',
        case when status <> 'processing' then now() end
      from jsonb_to_recordset(${sql.json(entries as never)}) as entry (
        key text, amount integer, currency text, token text, status text, "approvesInMs" float8
      ) order by key
      on conflict (key) do update set
        status = case when c.status = 'processing' and c.approves_at <= now() then 'approved' else c.status end,
        decided_at = coalesce(c.decided_at, case when c.approves_at <= now() then now() end)
      returning key, status`);
    const statuses = new Map(charges.map(({ key, status }) => [key, status]));
    for (const call of calls) call.status = statuses.get(call.request.key)!;
  });

  return {
    recognizes: (token) => (mockTokens as readonly string[]).includes(token),

    async charge(request, signal): Promise<ChargeStatus> {
      const call: Call = { request, status: "processing" };
      await write(call);
      if (request.token === "tok_timeout" && call.status === "processing") await neverRespond(signal);
      return call.status;
    },

    async close(key): Promise<ChargeStatus> {
      // An unknown key is closed before its charge arrives. A charge awaiting late approval can't be closed.
      const [charge] = await deadline(sql<Charge[]>`
        insert into mock_provider.charges as c (key, amount, currency, token, status, decided_at)
        values (${key}, 0, 'XXX', '', 'closed', now())
        on conflict (key) do update set
          status = case
            when c.status <> 'processing' then c.status
            when c.approves_at is null then 'closed'
            when c.approves_at <= now() then 'approved'
            else 'processing' end,
          decided_at = coalesce(c.decided_at,
            case when c.approves_at is null or c.approves_at <= now() then now() end)
        returning status`);
      return charge.status;
    },

    async refund({ key, chargeKey, amount }: RefundRequest): Promise<void> {
      await transaction(sql, async (sql) => {
        const [charge] = await sql<[{ amount: number }?]>`
          select amount from mock_provider.charges where key = ${chargeKey} and status = 'approved' for update`;
        if (!charge) throw new Error(`no charge ${chargeKey} to refund`);
        const [{ refunded, known }] = await sql<{ refunded: number; known: boolean }[]>`
          select coalesce(sum(amount), 0)::integer as refunded, coalesce(bool_or(key = ${key}), false) as known
          from mock_provider.refunds where charge_key = ${chargeKey}`;
        if (known) return;
        if (refunded + amount > charge.amount) throw new Error(`refund ${key} is more than what remains`);
        await sql`
          insert into mock_provider.refunds (key, charge_key, amount) values (${key}, ${chargeKey}, ${amount})`;
      });
    },
  };
}

/** A number from 0 to under 1, always the same for a key. */
function chance(key: string): number {
  return createHash("sha256").update(key).digest().readUInt32BE() / 2 ** 32;
}

/** Never resolves; rejects with the signal's reason when the caller aborts. */
export function neverRespond(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
