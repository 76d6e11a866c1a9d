/** Chromium for tests, pictures and measurements: where it is, and which faces it finds. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { findCommand } from "../../tasks/stack/child.ts";

/** Without these Chromium asks the network for updates and the like. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long a page is waited for: other browsers, products and servers may run beside it. */
const PATIENCE_MS = 60_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * The only face that a browser finds on the machine: one that our faces are fitted to, or, to show that the layout rests on
 * none, one half as wide again or a fifth narrower.
 */
export type MachineFace = "ordinary" | "wide" | "narrow";

/** Where Chromium is: as `CHROMIUM` says, or in the path; undefined when this machine has none. */
export function findChromium(): Promise<string | undefined> {
  const named = Deno.env.get("CHROMIUM");
  return named ? Promise.resolve(named) : findCommand(...NAMES);
}

/** For the `ignore` of a test: true on a machine without Chromium. */
export const noChromium = await findChromium() === undefined;

/**
 * Starts Chromium with no face from the machine, so that pages look the same on each.
 * @throws {Error} when there is no Chromium, or the face is not installed.
 */
export async function launchChromium(
  { flags = [], face = "ordinary" }: { flags?: string[]; face?: MachineFace } = {},
): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("Chromium is missing. CHROMIUM names one that is not in the path.");
  if (!existsSync(new URL("../../node_modules/@expo-google-fonts", import.meta.url))) {
    throw new Error("The faces of browser tests are missing: `deno install` brings them.");
  }
  const faces = new URL(`faces/${face}.conf`, import.meta.url).pathname;
  const browser = await chromium.launch({
    executablePath,
    args: [...FLAGS, ...flags],
    env: { ...Deno.env.toObject(), FONTCONFIG_FILE: faces },
  });
  browser.on("context", (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}
