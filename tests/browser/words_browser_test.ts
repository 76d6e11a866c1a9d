/** Every page in a language of long, accented words that is written from right to left: nothing clipped, glued or forgotten. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { PSEUDO } from "@/lib/i18n/pseudo.ts";
import { prepareSamplePages, type SamplePages } from "@/tasks/screenshots/sample_pages.ts";
import { type Account, allShots } from "@/tasks/screenshots/shots.ts";
import { overflowX, withBrowser } from "./browser.ts";
import { noChromium } from "./chromium.ts";
import { untilWhole } from "./vitals.ts";

const WIDTHS = [360, 1440];
/** Nothing that waits for its end may reach it while pages are looked at. */
const ENV = {
  HOLD_TTL_SECONDS: "3600",
  HOLD_MAX_SECONDS: "7200",
  PAYMENT_DEADLINE_SECONDS: "3600",
  RATE_LIMITS: "off",
};

/** A page of somebody who reads the language, signed in with an account. */
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
  if (account) {
    const demo = { email: `${account}@aisle.test`, password: "aisle-demo" };
    const { email, password } = account === "buyer" ? samples.buyer : demo;
    const answer = await context.request.post("/api/auth/login", {
      data: { email, password },
      headers: { origin: url },
    });
    assert.ok(answer.ok(), `${email}: ${answer.status()}`);
  }
  return await context.newPage();
}

/**
 * What is wrong with the words of a page. A message stands in «brackets» and has no plain letters, so what has some is not
 * from the catalogue, unless it is marked as somebody's data or is of `names`; and what else stands in one text with a
 * message is glued to it.
 */
function faultsOf(page: Page, names: string[]): Promise<string[]> {
  return page.evaluate((names) => {
    const DATA =
      "[dir=auto], bdi, code, .code, .number, .initial, .poster, [lang]:not(html), script, style, template, noscript, option, textarea";
    const READ = ["aria-label", "aria-description", "aria-roledescription", "alt", "placeholder", "title"];
    const known = new Set(names);
    const faults = new Set<string>();
    const checkWords = (text: string, where: string) => {
      // Names, addresses, booking codes and letters of rows are data.
      const own = text.replaceAll(/\u2068[^\u2069]*\u2069|\S+@\S+|\b\w{4}-\w{4}\b|\b[A-Z]\b/g, "");
      const isStrange = own.match(/[a-z]+/gi)?.some((word) => !known.has(word));
      if (isStrange) faults.add(`not in the catalogue: ${where}: ${text}`);
    };
    const checkGlue = (text: string, where: string) => {
      let outside = text.trim();
      while (/«[^«»]*»/.test(outside)) outside = outside.replaceAll(/«[^«»]*»/g, "\0");
      if (outside.includes("\0") && outside !== "\0") faults.add(`glued: ${where}: ${text}`);
    };
    const isCut = (node: Text) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      for (let box = node.parentElement; box; box = box.parentElement) {
        const { overflowX, textOverflow, clipPath } = getComputedStyle(box);
        // For screen readers alone, or shortened on purpose.
        if (clipPath !== "none" || textOverflow === "ellipsis") return false;
        if (overflowX !== "hidden" && overflowX !== "clip") continue;
        const edges = box.getBoundingClientRect();
        if (left < edges.left - 1 || right > edges.right + 1) return true;
      }
      return false;
    };
    checkWords(document.title, "title");
    checkGlue(document.title, "title");
    for (const element of document.querySelectorAll("body *")) {
      for (const name of element.closest(DATA) ? [] : READ) {
        checkWords(element.getAttribute(name) ?? "", `${element.localName}[${name}]`);
        checkGlue(element.getAttribute(name) ?? "", `${element.localName}[${name}]`);
      }
    }
    /** Brackets that are open: more than none within a message that a tag parts. */
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
      if (before === 0 && open === 0) checkGlue(node.data, where);
      // Of which a phone shows the dot alone.
      if (isCut(node) && !element.matches(".map-status")) faults.add(`clipped: ${where}: ${node.data}`);
    }
    return [...faults];
  }, names);
}

/** Every word of the sample data: they stay as they are in every language. */
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

Deno.test("in a language of long words that runs from right to left, no page clips, glues or forgets any", {
  ignore: noChromium,
}, () =>
  withBrowser(async (browser, { url }, env) => {
    const samples = await prepareSamplePages(url, env.DATABASE_URL);
    const names = ["Aisle", "Chrome", "Linux", ...await namesIn(url)];
    const pages = new Map<Account | undefined, Page>();
    const faults: string[] = [];
    for (const { name, path, account, act } of allShots(samples)) {
      const page = pages.get(account) ?? await openPage(browser, url, samples, account);
      pages.set(account, page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await untilWhole(page);
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
  }, ENV));
