import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page of a new window in which a demo account is signed in. */
export async function signedIn(
  browser: Browser,
  url: string,
  account: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  // The accessibility check injects a script into the pages.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.locator("main input[name=email]").fill(`${account}@aisle.test`);
  await page.locator("main input[name=password]").fill("aisle-demo");
  await page.locator("main button[type=submit]").click();
  await page.waitForURL(/\/account|\/$|\/login$/);
  return page;
}
