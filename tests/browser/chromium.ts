/** Chromium for tests, screenshots and measurements: where it is, and which system fonts it finds. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { findCommand } from "../../tasks/stack/child.ts";

/** Without these, Chromium requests updates and the like from the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long to wait for a page: other browsers, products and servers may be running. */
const TIMEOUT_MS = 60_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * The only system font that a browser finds: one that the fallbacks of our fonts are fitted to, or, to show that the
 * layout depends on none, one that is half as wide again or a fifth narrower.
 */
export type SystemFont = "ordinary" | "wide" | "narrow";

/** The path of Chromium: `CHROMIUM`, or the first in `PATH`; undefined if this machine has none. */
export function findChromium(): Promise<string | undefined> {
  const named = Deno.env.get("CHROMIUM");
  return named ? Promise.resolve(named) : findCommand(...NAMES);
}

/** For the `ignore` of a test: true on a machine without Chromium. */
export const noChromium = await findChromium() === undefined;

/**
 * Starts Chromium without the machine's fonts, so that pages look the same on every machine.
 * @throws {Error} if there is no Chromium, or the font is not installed.
 */
export async function launchChromium(
  { flags = [], font = "ordinary" }: { flags?: string[]; font?: SystemFont } = {},
): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) {
    throw new Error("Chromium is missing. If it is not in PATH, set CHROMIUM to its path.");
  }
  if (!existsSync(new URL("../../node_modules/@expo-google-fonts", import.meta.url))) {
    throw new Error("The fonts of the browser tests are missing; install them with `deno install`.");
  }
  const fonts = new URL(`fonts/${font}.conf`, import.meta.url).pathname;
  const browser = await chromium.launch({
    executablePath,
    args: [...FLAGS, ...flags],
    env: { ...Deno.env.toObject(), FONTCONFIG_FILE: fonts },
  });
  browser.on("context", (context) => context.setDefaultTimeout(TIMEOUT_MS));
  return browser;
}
