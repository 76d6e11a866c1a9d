/** Helpers for tests of the admin pages. */
import assert from "node:assert/strict";
import type { User } from "@/lib/auth/caller.ts";
import type { Role } from "@/lib/auth/permissions.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { type Sale, type SaleOptions, withSale } from "@/lib/bookings/testing.ts";
import { insertUser } from "./fixtures.ts";
import { appOn, PageClient } from "./page_client.ts";

/** The site with an event on sale, which belongs to no organizer, and a signed-in browser for any role. */
export function withSite(
  test: (site: { sale: Sale; signedIn: (role: Role) => Promise<PageClient> }) => Promise<void>,
  options: SaleOptions = {},
): Promise<void> {
  return withSale(async (sale) => {
    const signedIn = async (role: Role) => {
      const user: User = {
        id: await insertUser(sale.sql, { role }),
        email: `${role}@example.org`,
        emailConfirmed: true,
        name: "Olli",
        role,
        locale: "en-GB",
      };
      const sessionId = crypto.randomUUID();
      const sessions = {
        identify: () => Promise.resolve({ user, sessionId, visitorId: null }),
      } as unknown as Sessions;
      const browser = new PageClient(await appOn({ ...sale.services, sessions }));
      browser.cookies.set("aisle_access", "token");
      return browser;
    };
    await test({ sale, signedIn });
  }, options);
}

/** The fields of a valid event form for the sale's hall. */
export function formFor({ event }: Sale, changes: Record<string, string> = {}): Record<string, string> {
  return {
    intent: "save",
    type: "concert",
    title: "Ten Cellos",
    description: "They are all in tune.",
    chartId: event.chartId,
    startsAt: "2090-06-10T20:00",
    endsAt: "2090-06-10T22:00",
    currency: "EUR",
    maxSeatsPerBuyer: "6",
    "price.main": "18.50",
    ...changes,
  };
}

/** Submits the form for a new event and returns the path of its page. */
export async function create(browser: PageClient, form: Record<string, string>): Promise<string> {
  const response = await browser.post("/admin/events/new", form);
  await response.body?.cancel();
  assert.equal(response.status, 303);
  return new URL(response.headers.get("location")!, "http://aisle.test").pathname;
}

/** The fields that the button on a refund's review page sends. */
export function confirmation(html: string): Record<string, string> {
  const [, value] = /name="confirmed" value="([^"]*)"/.exec(html)!;
  return { intent: "refund", confirmed: value.replaceAll("&quot;", '"') };
}

export async function assertRedirect(pending: Promise<Response>, location: string | RegExp): Promise<void> {
  const response = await pending;
  await response.body?.cancel();
  assert.equal(response.status, 303);
  const target = response.headers.get("location")!;
  if (typeof location === "string") assert.equal(target, location);
  else assert.match(target, location);
}

/** The page's HTML, after checking its status and type. */
export async function html(pending: Promise<Response>, status = 200): Promise<string> {
  const response = await pending;
  assert.equal(response.status, status);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  return await response.text();
}

/** The page's text, without tags. */
export async function text(pending: Promise<Response>, status = 200): Promise<string> {
  return words(await html(pending, status));
}

export function words(html: string): string {
  return html.replace(/<[^>]+>/g, " ").replaceAll("&quot;", '"').replace(/\s+/g, " ");
}

/** The value of a form field. */
export function valueOf(page: string, name: string): string | undefined {
  const input = new RegExp(`<input[^>]*name="${name.replace(".", "\\.")}"[^>]*>`).exec(page)?.[0];
  return input && (/ value="([^"]*)"/.exec(input)?.[1] ?? "");
}

/** The names of the fields that are marked as invalid. */
export function invalidFields(page: string): string[] {
  return [...page.matchAll(/id="field-([\w.]+)-error"/g)].map(([, name]) => name).toSorted();
}
