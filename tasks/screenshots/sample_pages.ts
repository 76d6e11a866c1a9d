/** What the pictures need and the sample data lacks: holds, bookings in each status, a dead letter. */
import type { BrowserContext } from "playwright-core";
import { codeOfStep, currentStep } from "@/lib/auth/totp.ts";
import { openPool, transaction } from "@/lib/db/pool.ts";
import { insertDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { type ApiResponse, Client, signIn } from "../../tests/program/client.ts";
import { latestToken } from "../../tests/program/mails.ts";
import type { Account } from "./shots.ts";

/** The film whose bookings the administration shows. */
export const FILM = "nachtbus-42";
export const THEATRE = "fado-at-low-tide";

/** The paths of pages whose data has to be created first, and the account that may see them. */
export interface SamplePages {
  buyer: { name: string; email: string; password: string };
  /** An account with an authenticator app. */
  secured: { name: string; email: string; password: string; recoveryCodes: string[] };
  /** The buyer's, in the theatre. */
  hold: string;
  formerHold: string;
  pending: string;
  confirmed: string;
  failed: string;
  cancelled: string;
  /** The film in the administration, and the refund page of one of its bookings. */
  editEvent: string;
  refund: string;
}

/** Creates the data through the product's own API, in a program that was started for the pictures. */
export async function prepareSamplePages(url: string, databaseUrl: string): Promise<SamplePages> {
  const account = { name: "Ada Lovelace", email: "ada@example.org", password: "a quiet correct horse" };
  const { accessToken } = unwrap(await new Client(url).post("/api/auth/register", account));
  const buyer = new Client(url, accessToken);
  const [theatre, film, later] = await Promise.all(
    [THEATRE, FILM, "ten-cellos"].map(async (slug) => unwrap(await buyer.get(`/api/events/${slug}`)).id),
  );
  const hold = async (eventId: string): Promise<{ id: string; seats: { id: string }[] }> =>
    unwrap(await buyer.post(`/api/events/${eventId}/holds`, { best: { quantity: 2 } }));
  const book = async (eventId: string, token: string): Promise<string> =>
    unwrap(await buyer.book((await hold(eventId)).id, token)).id;
  const settle = async (eventId: string, token: string): Promise<string> =>
    (await buyer.settled(await book(eventId, token))).id;

  const former = await hold(theatre);
  unwrap(await buyer.call("DELETE", `/api/holds/${former.id}`));
  const seats = new URLSearchParams(former.seats.map(({ id }) => ["seat", id]));
  const cancelled = await settle(later, "tok_approve");
  unwrap(await buyer.post(`/api/bookings/${cancelled}/cancel`));
  const confirmed = await settle(later, "tok_approve");
  const failed = await settle(film, "tok_decline");
  const pending = await book(later, "tok_timeout");

  const staff = await signIn(url, "admin@aisle.test");
  const { items } = unwrap(await staff.get(`/api/admin/events/${film}/bookings`));
  const booking = items.find(({ status }: { status: string }) => status === "confirmed");
  await addDeadLetter(databaseUrl, booking.id);
  return {
    buyer: account,
    secured: await prepareSecured(url),
    hold: `/checkout/${(await hold(theatre)).id}`,
    formerHold: `/checkout/${former.id}?${seats}`,
    pending: `/bookings/${pending}`,
    confirmed: `/bookings/${confirmed}`,
    failed: `/bookings/${failed}`,
    cancelled: `/bookings/${cancelled}`,
    editEvent: `/admin/events/${film}`,
    refund: `/admin/events/${film}/bookings/${booking.id}/refund`,
  };
}

/** Creates an account and sets up an authenticator app for it. */
async function prepareSecured(url: string): Promise<SamplePages["secured"]> {
  const person = { name: "Grace Hopper", email: "grace@example.org", password: "a quiet correct horse" };
  const { name, email, password } = person;
  const { accessToken } = unwrap(await new Client(url).post("/api/auth/register", person));
  const owner = new Client(url, accessToken);
  unwrap(await owner.post("/api/auth/confirm", { token: await latestToken(url, email, "confirm") }));
  const { secret } = unwrap(await owner.post("/api/me/factors/totp", { password }));
  const code = codeOfStep(secret, currentStep(Date.now()));
  const { recoveryCodes } = unwrap(await owner.post("/api/me/factors/totp/verify", { code }));
  return { name, email, password, recoveryCodes };
}

/** Signs a browser in to one of the accounts. */
export async function signInBrowser(
  { request }: BrowserContext,
  url: string,
  account: Account,
  samples: SamplePages,
): Promise<void> {
  const demo = { email: `${account}@aisle.test`, password: "aisle-demo" };
  const { email, password } = account === "buyer" || account === "secured" ? samples[account] : demo;
  const recoveryCode = account === "secured" ? samples.secured.recoveryCodes.pop() : undefined;
  const data = { email, password, recoveryCode };
  const response = await request.post(`${url}/api/auth/login`, { data, headers: { origin: url } });
  if (!response.ok()) throw new Error(`${email} cannot sign in: ${response.status()}`);
}

/** The body of a successful response; throws on any other. */
function unwrap({ status, body }: ApiResponse): ApiResponse["body"] {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Creates a dead letter: a message that its consumers cannot read. */
async function addDeadLetter(databaseUrl: string, bookingId: string): Promise<void> {
  const sql = openPool(databaseUrl, { max: 1 });
  const envelope = { id: crypto.randomUUID(), type: "booking.confirmed", version: 1, data: { bookingId } };
  const delivery = { topic: "booking.confirmed", key: bookingId, envelope };
  const error = new Error("occurredAt: expected a date, received nothing");
  try {
    await transaction(
      sql,
      (tx) => insertDeadLetter(tx, { consumerGroup: "notifications", delivery, error, now: Date.now() }),
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}
