/** Every page in a right-to-left language of long, accented words: nothing is clipped, concatenated or untranslated. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { PSEUDO } from "@/lib/i18n/pseudo.ts";
import { prepareSamplePages, type SamplePages, signInBrowser } from "@/tasks/screenshots/sample_pages.ts";
import { type Account, allShots } from "@/tasks/screenshots/shots.ts";
import { overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { untilComplete } from "./vitals.ts";

const WIDTHS = [360, 1440];
/** No hold or payment may expire while pages are checked. */
const ENV = {
  HOLD_TTL_SECONDS: "3600",
  HOLD_MAX_SECONDS: "7200",
  PAYMENT_DEADLINE_SECONDS: "3600",
  RATE_LIMITS: "off",
};

/** A page in the pseudo-language, signed in if an account is given. */
async function openPage(
  browser: Browser,
  url: string,
  samples: SamplePages,
  account?: Account,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    locale: "en-GB",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  await context.request.get(`/?lang=${PSEUDO}`);
  if (account) await signInBrowser(context, url, account, samples);
  return await context.newPage();
}

/**
 * The faults in the words of a page. A message is in «brackets» and has no plain letters, so text with plain letters is
 * not from the catalogue, unless it is marked as data or in `names`. Other text in the same node as a message is
 * concatenated with it.
 */
function faultsOf(page: Page, names: string[]): Promise<string[]> {
  return page.evaluate((names) => {
    const DATA =
      "[dir=auto], bdi, code, .code, .number, .initial, .poster, [lang]:not(html), script, style, template, noscript, option, textarea";
    const READ = ["aria-label", "aria-description", "aria-roledescription", "alt", "placeholder", "title"];
    const known = new Set(names);
    const faults = new Set<string>();
    const checkWords = (text: string, where: string) => {
      // Names, email addresses, booking codes and letters of rows are data.
      const own = text.replaceAll(/\u2068[^\u2069]*\u2069|\S+@\S+|\b\w{4}-\w{4}\b|\b[A-Z]\b/g, "");
      const isStrange = own.match(/[a-z]+/gi)?.some((word) => !known.has(word));
      if (isStrange) faults.add(`not in the catalogue: ${where}: ${text}`);
    };
    const checkConcatenation = (text: string, where: string) => {
      let outside = text.trim();
      while (/«[^«»]*»/.test(outside)) outside = outside.replaceAll(/«[^«»]*»/g, "\0");
      if (outside.includes("\0") && outside !== "\0") faults.add(`concatenated: ${where}: ${text}`);
    };
    const isCut = (node: Text) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      for (let box = node.parentElement; box; box = box.parentElement) {
        const { overflowX, textOverflow, clipPath } = getComputedStyle(box);
        // Only for screen readers, or shortened deliberately.
        if (clipPath !== "none" || textOverflow === "ellipsis") return false;
        if (overflowX !== "hidden" && overflowX !== "clip") continue;
        const edges = box.getBoundingClientRect();
        if (left < edges.left - 1 || right > edges.right + 1) return true;
      }
      return false;
    };
    checkWords(document.title, "title");
    checkConcatenation(document.title, "title");
    for (const element of document.querySelectorAll("body *")) {
      for (const name of element.closest(DATA) ? [] : READ) {
        checkWords(element.getAttribute(name) ?? "", `${element.localName}[${name}]`);
        checkConcatenation(element.getAttribute(name) ?? "", `${element.localName}[${name}]`);
      }
    }
    /** The number of open brackets: more than 0 within a message that contains tags. */
    let open = 0;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode as Text;
      const element = node.parentElement!;
      const before = open;
      open += node.data.split("«").length - node.data.split("»").length;
      if (element.closest(DATA) || node.data.trim() === "") continue;
      const where = `${element.localName}.${element.getAttribute("class") ?? ""}`;
      checkWords(node.data, where);
      if (before === 0 && open === 0) checkConcatenation(node.data, where);
      // On phones, only the dot of the map's status is shown.
      if (isCut(node) && !element.matches(".map-status")) faults.add(`clipped: ${where}: ${node.data}`);
    }
    return [...faults];
  }, names);
}

/** All words of the sample data, which are not translated. */
async function namesIn(url: string): Promise<string[]> {
  const { items } = await (await fetch(`${url}/api/events?limit=100`)).json();
  const names = new Set<string>();
  for (const { id } of items) {
    for (const path of ["", "/chart"]) {
      const text = await (await fetch(`${url}/api/events/${id}${path}`)).text();
      JSON.parse(text, (_, value) => {
        for (const word of typeof value === "string" ? value.match(/[a-z]+/gi) ?? [] : []) names.add(word);
        return value;
      });
    }
  }
  return [...names];
}

Deno.test(
  "in a right-to-left language, no page clips long words, concatenates messages or leaves text untranslated",
  {
    ignore: noChromium,
  },
  () =>
    withBrowser(async (browser, { url }, env) => {
      const samples = await prepareSamplePages(url, env.DATABASE_URL);
      const people = [samples.buyer, samples.secured].flatMap(({ name }) => name.split(" "));
      const names = ["Aisle", "Chrome", "Linux", "localhost", ...people, ...await namesIn(url)];
      const pages = new Map<Account | undefined, Page>();
      const faults: string[] = [];
      for (const { name, path, account, act } of allShots(samples)) {
        const page = pages.get(account) ?? await openPage(browser, url, samples, account);
        pages.set(account, page);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path);
          await untilComplete(page);
          await act?.(page);
          await page.locator("main details").evaluateAll((all) =>
            all.forEach((one) => one.toggleAttribute("open", true))
          );
          const wide = await overflowX(page);
          if (wide !== 0) faults.push(`${name} at ${width}: ${wide} px too wide`);
          faults.push(...(await faultsOf(page, names)).map((fault) => `${name} at ${width}: ${fault}`));
        }
      }
      assert.deepEqual(faults, []);
    }, ENV),
);
