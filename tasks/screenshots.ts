/**
 * `deno task screenshots [--to folder] [--locale de] [name …]`: pictures of all or the named pages, at three widths and
 * in both schemes, from a new program with the sample data. Needs Chromium (set CHROMIUM if it is not in PATH).
 */
import { parseArgs } from "node:util";
import type { Browser, Page, PageScreenshotOptions } from "playwright-core";
import { openRunFolder } from "@/lib/testing/guard.ts";
import { launchChromium } from "../tests/browser/chromium.ts";
import { untilComplete } from "../tests/browser/vitals.ts";
import { databaseDeployment, withProgram } from "../tests/program/program.ts";
import { Progress } from "./progress.ts";
import { prepareSamplePages, type SamplePages, signInBrowser } from "./screenshots/sample_pages.ts";
import { type Account, allShots, type Shot } from "./screenshots/shots.ts";

const WINDOWS = [{ width: 360, height: 760 }, { width: 768, height: 1024 }, { width: 1440, height: 900 }];
const SCHEMES = ["light", "dark"] as const;
/** Long pages are cut off at this many CSS pixels. */
const HEIGHT_MAX = 1400;
const JPEG_QUALITY = 50;
/** Long enough that nothing expires while pictures are taken. */
const ENV = { HOLD_TTL_SECONDS: "3600", HOLD_MAX_SECONDS: "7200", PAYMENT_DEADLINE_SECONDS: "3600" };

type Scheme = typeof SCHEMES[number];

const { values: { to: folder, locale }, positionals: names } = parseArgs({
  args: Deno.args,
  options: {
    to: { type: "string", default: "docs/screenshots" },
    locale: { type: "string", default: "en-GB" },
  },
  allowPositionals: true,
});
const progress = new Progress();
await Deno.mkdir(folder, { recursive: true });
await openRunFolder();
const browser = await launchChromium();
try {
  await withProgram(databaseDeployment, ENV, async ({ url }, env) => {
    const samples = await progress.step("Sample bookings", () => prepareSamplePages(url, env.DATABASE_URL));
    const shots = allShots(samples).filter(({ name }) => names.length === 0 || names.includes(name));
    if (shots.length === 0) throw new Error(`no page is called ${names.join(" or ")}`);
    const pages = new Map<string, Page>();
    for (const shot of shots) {
      await progress.step(shot.name, async () => {
        for (const scheme of SCHEMES) {
          const key = `${shot.account} ${scheme}`;
          const page = pages.get(key) ?? await openPage(browser, url, samples, scheme, shot.account);
          pages.set(key, page);
          await take(page, url, shot, scheme);
        }
      });
    }
    if (names.length === 0) await Deno.writeTextFile(`${folder}/README.md`, indexOf(shots));
  });
} finally {
  await browser.close();
}
console.log(`Pictures are in ${folder}, taken in ${progress.elapsed()}.`);
// The database server would keep this process alive; it ends with the process.
Deno.exit();

/** A browser page in a colour scheme, signed in to an account. */
async function openPage(
  browser: Browser,
  url: string,
  samples: SamplePages,
  scheme: Scheme,
  account?: Account,
) {
  const context = await browser.newContext({
    colorScheme: scheme,
    locale,
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  if (account) await signInBrowser(context, url, account, samples);
  return await context.newPage();
}

/** Takes the picture at each width. */
async function take(page: Page, url: string, { name, path, act }: Shot, scheme: Scheme): Promise<void> {
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    await page.goto(url + path);
    await untilComplete(page);
    await act?.(page);
    const file = pictureName(name, window.width, scheme);
    await page.screenshot({
      path: `${folder}/${file}`,
      type: "jpeg",
      quality: JPEG_QUALITY,
      ...await areaOf(page, window),
    });
  }
}

/**
 * What to take of a page: all of it, down to {@link HEIGHT_MAX}. The window grows with the page, so that elements fixed to
 * its bottom edge are below the content, except on pages with a map, which would grow too. Of pages that are scrolled
 * or have a sheet on top, only the window is taken.
 */
async function areaOf(page: Page, window: typeof WINDOWS[number]): Promise<PageScreenshotOptions> {
  const { heightPx, hasMap, hasSheet } = await page.evaluate(() => {
    const panel = document.querySelector(".event-panel");
    return {
      heightPx: document.documentElement.scrollHeight,
      hasMap: panel !== null,
      hasSheet: panel !== null && getComputedStyle(panel).position === "fixed",
    };
  });
  const height = Math.min(heightPx, HEIGHT_MAX);
  if (!hasMap) await page.setViewportSize({ ...window, height });
  await untilComplete(page);
  const isScrolled = await page.evaluate(() => scrollY > 0);
  return hasSheet || isScrolled ? {} : { fullPage: true, clip: { x: 0, y: 0, width: window.width, height } };
}

function pictureName(name: string, width: number, scheme: Scheme): string {
  return `${name}-${width}-${scheme}.jpg`;
}

/** A README with a table of the pictures. */
function indexOf(shots: Shot[]): string {
  const links = (name: string, width: number) =>
    SCHEMES.map((scheme) => `[${scheme}](${pictureName(name, width, scheme)})`).join(" · ");
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    "# Every page",
    "",
    "Written by `deno task screenshots` with the sample data, whose dates count from the day the pictures are",
    `taken. Long pages are cut off after ${HEIGHT_MAX} pixels.`,
    "",
    row(["page", ...WINDOWS.map(({ width }) => `${width} px`)]),
    row(["---", ...WINDOWS.map(() => "---")]),
    ...shots.map(({ name }) => row([name, ...WINDOWS.map(({ width }) => links(name, width))])),
    "",
  ].join("\n");
}
