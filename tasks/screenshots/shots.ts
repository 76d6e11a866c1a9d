/** The pages to take pictures of. */
import type { Page } from "playwright-core";
import { FILM, type SamplePages, THEATRE } from "./sample_pages.ts";

export type Account = "visitor" | "organizer" | "admin" | "buyer" | "secured";

export interface Shot {
  name: string;
  path: string;
  /** The account that is signed in; a guest by default. */
  account?: Account;
  /** Actions before the picture. */
  act?: (page: Page) => Promise<void>;
}

/** Every page of the product, in each state that looks different. */
export function allShots(samples: SamplePages): Shot[] {
  return [
    { name: "home", path: "/" },
    { name: "browse", path: "/events" },
    { name: "browse-filtered", path: "/events?type=film&city=Berlin" },
    { name: "browse-nothing", path: "/events?q=nothing-like-this" },
    { name: "event-arena", path: "/events/velvet-antenna-the-long-wave-tour" },
    { name: "event-cinema", path: `/events/${FILM}` },
    { name: "event-club", path: "/events/drum-circle-for-machines" },
    { name: "event-festival", path: "/events/fireflies-feedback" },
    { name: "event-studio", path: "/events/unplugged-with-nell-harrow" },
    { name: "event-theatre", path: `/events/${THEATRE}` },
    { name: "event-chosen", path: `/events/${THEATRE}`, account: "buyer", act: openSheet },
    { name: "event-list", path: `/events/${THEATRE}?find=stalls`, account: "buyer", act: goToList },
    { name: "event-sold-out", path: "/events/small-hours-songs-for-two-guitars" },
    { name: "event-cancelled", path: "/events/basement-weather" },
    { name: "event-not-yet", path: "/events/kings-of-the-late-bus" },
    { name: "checkout", path: samples.hold, account: "buyer" },
    { name: "checkout-refused", path: samples.hold, account: "buyer", act: payWithoutCard },
    { name: "checkout-sign-in", path: `/events/${FILM}`, act: chooseAndContinue },
    { name: "checkout-over", path: samples.formerHold, account: "buyer" },
    { name: "booking-pending", path: samples.pending, account: "buyer" },
    { name: "booking-confirmed", path: samples.confirmed, account: "buyer" },
    { name: "booking-failed", path: samples.failed, account: "buyer" },
    { name: "booking-cancelled", path: samples.cancelled, account: "buyer" },
    { name: "login", path: "/login" },
    { name: "login-wrong", path: "/login", act: signInWrongly },
    { name: "login-code", path: "/login", act: (page) => signInTo(page, samples.secured) },
    { name: "register", path: "/register" },
    { name: "register-refused", path: "/register", act: registerWeakly },
    { name: "forgot", path: "/forgot" },
    { name: "forgot-sent", path: "/forgot?sent" },
    { name: "confirm-gone", path: "/confirm?token=gone" },
    { name: "confirm-done", path: "/confirm?done" },
    { name: "reset-gone", path: "/reset?token=gone" },
    { name: "reset-done", path: "/reset?done" },
    { name: "account", path: "/account", account: "visitor" },
    { name: "account-bookings", path: "/account/bookings", account: "buyer" },
    { name: "account-messages", path: "/account/messages", account: "buyer" },
    { name: "account-unconfirmed", path: "/account", account: "buyer" },
    { name: "account-security", path: "/account/security", account: "visitor" },
    {
      name: "account-security-refused",
      path: "/account/security",
      account: "secured",
      act: changeEmailWrongly,
    },
    { name: "account-secured", path: "/account/security", account: "secured" },
    { name: "account-app", path: "/account/security/app", account: "buyer" },
    { name: "account-app-remove", path: "/account/security/app?remove", account: "secured" },
    { name: "account-app-setup", path: "/account/security/app", account: "visitor", act: beginSetup },
    { name: "account-delete-secured", path: "/account/delete", account: "secured" },
    { name: "account-delete", path: "/account/delete", account: "visitor" },
    { name: "admin", path: "/admin", account: "admin" },
    { name: "admin-events", path: "/admin/events", account: "organizer" },
    { name: "admin-drafts", path: "/admin/events?view=drafts", account: "organizer" },
    { name: "admin-halls", path: "/admin/events/new", account: "organizer" },
    { name: "admin-hall-list", path: "/admin/halls", account: "organizer" },
    { name: "admin-hall-starts", path: "/admin/halls/new", account: "organizer" },
    {
      name: "admin-hall-new",
      path: "/admin/halls/new?start=theatre",
      account: "organizer",
      act: previewHall,
    },
    { name: "admin-new", path: "/admin/events/new", account: "organizer", act: chooseHall },
    { name: "admin-edit", path: samples.editEvent, account: "organizer" },
    { name: "admin-sales", path: `${samples.editEvent}/sales`, account: "organizer" },
    { name: "admin-map", path: `${samples.editEvent}/map`, account: "organizer" },
    { name: "admin-bookings", path: `${samples.editEvent}/bookings`, account: "organizer" },
    { name: "admin-refund", path: samples.refund, account: "organizer" },
    { name: "admin-cancel", path: `${samples.editEvent}/cancel`, account: "organizer" },
    { name: "admin-checkin", path: "/admin/checkin", account: "organizer" },
    { name: "admin-checkin-refused", path: "/admin/checkin", account: "organizer", act: admitNobody },
    { name: "admin-system", path: "/admin/system", account: "admin" },
    { name: "admin-accounts", path: "/admin/accounts", account: "admin" },
    {
      name: "admin-account",
      path: `/admin/accounts?q=${samples.buyer.email}`,
      account: "admin",
      act: openFirstAccount,
    },
    {
      name: "admin-account-lock",
      path: `/admin/accounts?q=${samples.buyer.email}`,
      account: "admin",
      act: lockFirstAccount,
    },
    { name: "admin-audit", path: "/admin/audit", account: "admin" },
    { name: "admin-deadletters", path: "/admin/deadletters", account: "admin" },
    { name: "forbidden", path: "/admin", account: "visitor" },
    { name: "not-found", path: "/nothing/here" },
    { name: "offline", path: "/offline" },
  ];
}

async function previewHall(page: Page): Promise<void> {
  await page.locator("button[value=preview]:visible").click();
  await page.getByRole("heading", { level: 2 }).first().waitFor();
}

/** Sends the form of the page's main part after filling in these fields. */
async function send(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(fields)) await page.locator(`main [name=${name}]`).fill(text);
  await page.locator("main [name]:not([type=hidden])").last().press("Enter");
}

async function signInTo(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await send(page, { email, password });
  await page.locator("[name=code]").waitFor();
}

async function signInWrongly(page: Page): Promise<void> {
  await send(page, { email: "ada@example.org", password: "not this one" });
  await page.locator(".notice").waitFor();
}

async function registerWeakly(page: Page): Promise<void> {
  await send(page, { name: "Ada Lovelace", email: "lovelace@example.org", password: "password123" });
  await page.locator("[aria-invalid=true]").first().waitFor();
}

async function changeEmailWrongly(page: Page): Promise<void> {
  const form = page.locator("form:has([name=email])");
  await form.locator("[name=email]").fill("grace@example.net");
  await form.locator("[name=password]").fill("not this one");
  await form.locator("[name=code]").fill("000000");
  await form.locator("[name=code]").press("Enter");
  await page.locator("[aria-invalid=true]").waitFor();
}

/** Begins to set up an authenticator app, unless that was begun before. */
async function beginSetup(page: Page): Promise<void> {
  const password = page.locator("main [name=password]");
  if (await password.isVisible()) await send(page, { password: "aisle-demo" });
  await page.locator(".factor-secret").waitFor();
}

/** Opens the panel fully where it is a sheet. */
async function openSheet(page: Page): Promise<void> {
  const handle = page.locator(".sheet-handle");
  if (await handle.isVisible()) await handle.click();
}

function goToList(page: Page): Promise<void> {
  return page.locator(".seat-list").evaluate((list) => list.scrollIntoView());
}

/** Has the page pick seats, unless it already has some, and continues to the checkout. */
async function chooseAndContinue(page: Page): Promise<void> {
  const continueLink = page.locator(".panel-foot a[href^='/checkout/']");
  if (!await continueLink.isVisible()) {
    await openSheet(page);
    await page.locator(".best-together button").click();
  }
  await continueLink.click();
  await page.waitForURL(/\/checkout\//);
}

async function payWithoutCard(page: Page): Promise<void> {
  await page.locator("form[novalidate]").waitFor();
  await page.locator("form[novalidate] button[type=submit]").last().click();
  await page.locator("[aria-invalid=true]").first().waitFor();
}

async function chooseHall(page: Page): Promise<void> {
  await page.getByRole("link", { name: /Lichtspiele Kastanie/ }).click();
  await page.locator("input[name=title]").waitFor();
}

async function openFirstAccount(page: Page): Promise<void> {
  await page.locator("tbody th a").first().click();
  await page.locator(".account-facts").waitFor();
}

async function lockFirstAccount(page: Page): Promise<void> {
  await openFirstAccount(page);
  await page.locator("a[href$='change=lock']").click();
  await page.locator("button[value=lock]").waitFor();
}

async function admitNobody(page: Page): Promise<void> {
  await page.locator("input[name=ticket]").fill("0".repeat(232));
  await page.keyboard.press("Enter");
  await page.locator(".check-in[data-result]").waitFor();
}
