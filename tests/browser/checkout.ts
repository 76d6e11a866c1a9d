/** Buyers at the checkout, for tests of its pages. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { openPool } from "@/lib/db/pool.ts";
import { approveLate } from "@/lib/payments/testing.ts";
import type { Program } from "../program/program.ts";

export const FILM = "salt-and-static";
export const APPROVED = "4242 4242 4242 4242";
export const DECLINED = "4000 0000 0000 0002";
/** Its payment is being processed until {@link approvePayment} is called. */
export const LATE = "4000 0000 0000 6975";

export interface Buyer {
  context: BrowserContext;
  page: Page;
  /** Calls the API as this buyer. */
  call: (method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<unknown>;
}

export interface Hold {
  id: string;
  seats: { id: string }[];
  total: number;
  expiresAt: string;
}

/** A buyer with a separate browser context, on a phone; signed in unless a `guest`. */
export async function newBuyer(
  browser: Browser,
  { url }: Pick<Program, "url">,
  { guest = false, ...options }: BrowserContextOptions & { guest?: boolean } = {},
): Promise<Buyer> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: "reduce",
    // English words, with dates and prices formatted for another language.
    locale: "fr-FR",
    ...options,
  });
  const page = await context.newPage();
  const call: Buyer["call"] = async (method, path, body) => {
    const response = await context.request.fetch(url + path, {
      method,
      data: body,
      headers: { origin: url },
    });
    assert.ok(response.ok(), `${path}: ${response.status()} ${await response.text()}`);
    return await response.json();
  };
  const account = { name: "Ada Lovelace", email: `${crypto.randomUUID()}@example.org` };
  if (!guest) await call("POST", "/api/auth/register", { ...account, password: "a quiet correct horse" });
  return { context, page, call };
}

/** Holds seats of the film. */
export async function holdSeats(
  { call }: Buyer,
  choice: unknown = { best: { quantity: 2 } },
): Promise<{ eventId: string; hold: Hold }> {
  const { id: eventId } = await call("GET", `/api/events/${FILM}`) as { id: string };
  return { eventId, hold: await call("POST", `/api/events/${eventId}/holds`, choice) as Hold };
}

/** Holds seats of the film and opens their checkout. */
export async function openCheckout(buyer: Buyer, { url }: Pick<Program, "url">, choice?: unknown) {
  const held = await holdSeats(buyer, choice);
  await buyer.page.goto(`${url}/checkout/${held.hold.id}`);
  await untilReady(buyer.page);
  return held;
}

/** Creates an account at the checkout. */
export async function register(page: Page): Promise<void> {
  const form = page.getByRole("form", { name: "Create an account" });
  if (!await form.isVisible()) await page.getByText("I’m new here").click();
  await form.getByLabel("Name").fill("Ada Lovelace");
  await form.getByLabel("Email").fill(`${crypto.randomUUID()}@example.org`);
  await form.getByLabel("Password").fill("a quiet correct horse");
  await form.getByRole("button", { name: "Create account and continue" }).click();
  await page.getByText(/^The tickets go to/).waitFor();
}

/** Waits until the form's script runs, which replaces the browser's validation. */
export const untilReady = (page: Page) => page.locator("form[novalidate]").waitFor();

export async function fill(page: Page, card = APPROVED): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Name on the card").fill("Ada Lovelace");
  await page.getByLabel("Expiry date").fill("12/39");
  await page.getByLabel(/I agree/).check();
}

export const payButton = (page: Page) => page.getByRole("button", { name: /^Pay/ });
export const untilConfirmed = (page: Page) => page.getByRole("heading", { name: "You are going" }).waitFor();

/** Lets the provider approve the payment of a booking that was made with {@link LATE} or `tok_late`. */
export async function approvePayment(env: Record<string, string>, bookingId: string): Promise<void> {
  const sql = openPool(env.DATABASE_URL, { max: 1 });
  try {
    await approveLate(sql, bookingId);
  } finally {
    await sql.end();
  }
}

export async function bookingsOf({ call }: Buyer): Promise<{ id: string; status: string; total: number }[]> {
  const { items } = await call("GET", "/api/bookings") as {
    items: { id: string; status: string; total: number }[];
  };
  return items;
}
