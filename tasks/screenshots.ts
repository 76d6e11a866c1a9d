/**
 * `deno task screenshots [folder] [path …]`: pictures of every page, or of the paths given, at three widths in both
 * schemes, from a program of its own with the sample data. Needs Chromium (CHROMIUM names another than /usr/bin/chromium).
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { embeddedHome, withProgram } from "../tests/program/program.ts";

const WIDTHS = [360, 768, 1440];
const SCHEMES = ["light", "dark"] as const;
/** Chromium by itself asks the network for updates and the like. */
const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

interface Shot {
  name: string;
  path: string;
  account?: string;
  /** What a person does before the picture. */
  act?: (page: Page) => Promise<void>;
}

/** Lets the page find seats, and waits until they are held. On a phone the sheet is opened first. */
async function chooseSeats(page: Page): Promise<void> {
  const find = page.getByRole("button", { name: "Find" });
  if (!await find.isVisible()) await page.locator(".sheet-handle").click();
  await find.click();
  await page.getByText("Continue").first().waitFor();
}

const shots: Shot[] = [
  { name: "home", path: "/" },
  { name: "events", path: "/events" },
  { name: "events-empty", path: "/events?q=nothing-like-this" },
  { name: "event-cinema", path: "/events/nachtbus-42" },
  { name: "event-theatre", path: "/events/fado-at-low-tide" },
  { name: "event-chosen", path: "/events/fado-at-low-tide", act: chooseSeats },
  { name: "event-arena", path: "/events/velvet-antenna-the-long-wave-tour" },
  { name: "event-club", path: "/events/drum-circle-for-machines" },
  { name: "event-festival", path: "/events/fireflies-feedback" },
  { name: "event-studio", path: "/events/unplugged-with-nell-harrow" },
  { name: "event-sold-out", path: "/events/small-hours-songs-for-two-guitars" },
  { name: "event-cancelled", path: "/events/basement-weather" },
  { name: "event-not-yet", path: "/events/kings-of-the-late-bus" },
  { name: "login", path: "/login" },
  { name: "register", path: "/register" },
  { name: "offline", path: "/offline" },
  { name: "not-found", path: "/nothing/here" },
  { name: "account", path: "/account", account: "visitor" },
  { name: "account-bookings", path: "/account/bookings", account: "visitor" },
  { name: "account-messages", path: "/account/messages", account: "visitor" },
  { name: "admin", path: "/admin", account: "organizer" },
  { name: "admin-events", path: "/admin/events", account: "organizer" },
  { name: "admin-new", path: "/admin/events/new", account: "organizer" },
  { name: "forbidden", path: "/admin", account: "visitor" },
];

const [folder = "docs/screenshots", ...paths] = Deno.args;
const wanted = paths.length === 0
  ? shots
  : paths.map((path) =>
    shots.find((shot) => shot.path === path || shot.name === path) ??
      { name: path.replaceAll("/", "_"), path }
  );
await Deno.mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
  args: BROWSER_ARGS,
});
try {
  await withProgram(embeddedHome, {}, async ({ url }) => {
    for (const scheme of SCHEMES) {
      for (const account of new Set(wanted.map((shot) => shot.account))) {
        const page = await openPage(browser, url, scheme, account);
        for (const shot of wanted.filter((each) => each.account === account)) {
          await take(page, url, shot, scheme);
        }
        await page.context().close();
      }
    }
  });
} finally {
  await browser.close();
}

async function openPage(browser: Browser, url: string, scheme: typeof SCHEMES[number], account?: string) {
  const context = await browser.newContext({ colorScheme: scheme, locale: "en-GB", serviceWorkers: "block" });
  const page = await context.newPage();
  if (account) {
    await page.goto(`${url}/login`);
    await page.fill("input[name=email]", `${account}@aisle.test`);
    await page.fill("input[name=password]", "aisle-demo");
    await page.click("main form button[type=submit]");
    await page.waitForURL((address) => address.pathname !== "/login");
  }
  return page;
}

async function take(page: Page, url: string, { name, path, act }: Shot, scheme: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 700 ? 760 : 900 });
    await page.goto(url + path, { waitUntil: "load" });
    // The seat map says when it is live, and two frames later it is drawn; other pages are whole when they have loaded.
    await page.waitForSelector(".map-status[data-state=live], body:not(:has(canvas))", { state: "attached" });
    await act?.(page);
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    const file = `${folder}/${name}-${width}-${scheme}.png`;
    await page.screenshot({ path: file, fullPage: true });
    console.log(file);
  }
}
