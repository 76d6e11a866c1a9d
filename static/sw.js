/**
 * Service worker: without a network, tickets still open, and every other page says that the device is offline.
 *
 *   static files   hashed URLs (asset()), whose content never changes, from the cache; others network first
 *   pages          network first; tickets and payments in progress are saved for when the network fails
 *   forms          always sent to the network
 *   no network     the page /offline, with the list of saved tickets
 *   not handled    /api, streams, other origins
 *
 * Saved tickets belong to the account that they were shown to, whose id is part of the cache name. Every page names its
 * account; a page for another account or a guest deletes the tickets, and so does signing in or out. Raise VERSION when
 * the format of saved content changes.
 */
const VERSION = "2";
const FILES = `aisle-files-${VERSION}`;
const ALL_TICKETS = "aisle-tickets-";
const TICKETS = `${ALL_TICKETS}${VERSION}-`;
/** The headers with a page's account and language. */
const ACCOUNT = "aisle-account";
const LANGUAGE = "content-language";
const NOBODY = "guest";
const OFFLINE_PAGE = "/offline";
/** Everything the offline page needs, stored under URLs without a hash. */
const NEEDED_OFFLINE = [
  OFFLINE_PAGE,
  "/fonts/bricolage-latin.woff2",
  "/fonts/instrument-latin.woff2",
  "/icons/aisle.svg",
  "/styles/site.css",
  "/styles/ticket.css",
];
const FILES_MAX = 150;
const TICKETS_MAX = 40;
/** A page's row for the list of saved tickets, if it has valid ones (components/bookings/SavedBooking.tsx). */
const ROW = /<template id="kept-row" data-ends="([^"]*)">([\s\S]*?)<\/template>/;
/** Where the offline page's rows are inserted. */
const LIST_START = 'id="kept-rows">';
/** Only pages to be saved have this note, which is shown on saved copies. */
const HIDDEN_NOTE = 'id="kept-note" hidden';
/** A file's URL in a page, or in the header that lists the page's modules. */
const FILE_URL = /["<](\/(?:styles|fonts|icons|_fresh)\/[^">]+)/g;

const isStatic = (path) => /^\/(styles|fonts|icons|_fresh)\//.test(path);
const isHashed = (url) => url.searchParams.has("__frsh_c") || url.pathname.startsWith("/_fresh/js/");
const isTicketPage = (path) => path.startsWith("/bookings/");
const changesAccount = (method, path) =>
  method === "DELETE"
    ? path === "/api/me"
    : method === "POST" && /^(\/api\/auth)?\/(login|logout|register)$|^\/account\/delete$/.test(path);

self.addEventListener("install", (event) => {
  event.waitUntil(storeOfflineNeeds().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(deleteOldCaches().then(() => takeOver(event))));

// Sent by a page that was still loading when the worker became active, and so was not found then.
self.addEventListener("message", (event) => event.waitUntil(takeOver(event)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (changesAccount(request.method, url.pathname)) event.waitUntil(deleteTickets());
  if (request.mode === "navigate" && request.method !== "GET") event.respondWith(sendForm(request));
  if (request.method !== "GET") return;
  if (isStatic(url.pathname)) event.respondWith(respondWithFile(request, url));
  else if (request.mode === "navigate") event.respondWith(respondWithPage(event, request, url));
  // A page that follows its booking refetches itself, which is when tickets arrive.
  else if (isTicketPage(url.pathname)) event.respondWith(fetchPage(event, request, url));
});

async function storeOfflineNeeds() {
  const cache = await caches.open(FILES);
  await cache.addAll(NEEDED_OFFLINE.map((path) => new Request(path, { cache: "reload" })));
}

/** Stores the offline page in the language of the pages, unless it is already in that language. */
async function storeOfflinePage(language) {
  const cache = await caches.open(FILES);
  const stored = await cache.match(OFFLINE_PAGE);
  if (stored?.headers.get(LANGUAGE) !== language) {
    await cache.add(new Request(OFFLINE_PAGE, { cache: "reload" }));
  }
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) =>
    name.startsWith("aisle-") && name !== FILES && !name.startsWith(TICKETS)
  );
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Controls every open page, and saves the tickets on those opened without the worker. */
async function takeOver(event) {
  await self.clients.claim();
  await saveShownTickets(event);
}

/** Saves the tickets on open pages. */
async function saveShownTickets(event) {
  const windows = await self.clients.matchAll({ type: "window" });
  const shown = windows.map((window) => new URL(window.url)).filter((url) => isTicketPage(url.pathname));
  // Without a network, they are saved the next time they are opened.
  await Promise.allSettled(shown.map((url) => fetchPage(event, new Request(url.pathname), url)));
}

async function respondWithFile(request, url) {
  const cache = await caches.open(FILES);
  if (isHashed(url)) {
    const stored = await cache.match(request);
    if (stored) return stored;
  }
  try {
    const response = await fetch(request);
    if (response.ok) await store(cache, request, response, FILES_MAX);
    return response;
  } catch (error) {
    // An older version of the same file is better than a page without styles.
    const stored = await cache.match(request, { ignoreSearch: true });
    if (stored) return stored;
    throw error;
  }
}

async function respondWithPage(event, request, url) {
  try {
    return await fetchPage(event, request, url);
  } catch {
    return await savedPage(url) ?? await offlinePage() ?? Response.error();
  }
}

async function sendForm(request) {
  try {
    return await fetch(request);
  } catch {
    return await offlinePage() ?? Response.error();
  }
}

/** Counts page fetches, and records the number of each page's latest one. */
let fetches = 0;
const latestFetch = new Map();

/**
 * Fetches a page and saves it if it should be saved; otherwise deletes any saved copy. Also deletes all tickets of other
 * accounts. Of two fetches of a page, the one that started later counts, whichever finishes first.
 */
async function fetchPage(event, request, url) {
  const number = ++fetches;
  if (isTicketPage(url.pathname)) latestFetch.set(url.pathname, number);
  const response = await fetch(request);
  const account = response.headers.get(ACCOUNT);
  if (account !== null) {
    await deleteTickets(TICKETS + account);
    event.waitUntil(storeOfflinePage(response.headers.get(LANGUAGE)));
  }
  if (account === null || account === NOBODY || !isTicketPage(url.pathname)) return response;
  const cache = await caches.open(TICKETS + account);
  const key = new Request(url.pathname);
  const html = response.status === 200 ? await response.clone().text() : "";
  if (latestFetch.get(url.pathname) !== number) return response;
  if (html.includes(HIDDEN_NOTE)) {
    await store(cache, key, response, TICKETS_MAX);
    event.waitUntil(storeFiles(`${response.headers.get("link")} ${html}`));
  } else if (response.status < 500) await cache.delete(key);
  return response;
}

/** Stores the files that a saved page refers to, so that it runs even if the network fails before its scripts load. */
async function storeFiles(text) {
  const urls = Array.from(
    text.matchAll(FILE_URL),
    ([, path]) => new URL(path, self.location.origin),
  );
  // Without a network, they are stored the next time the page is opened.
  await Promise.allSettled(urls.map((url) => respondWithFile(new Request(url), url)));
}

/** Deletes the saved tickets, except those in the cache with this name. */
async function deleteTickets(except) {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(ALL_TICKETS) && name !== except);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The cache of saved tickets; only one account has any. */
async function openTickets() {
  const name = (await caches.keys()).find((name) => name.startsWith(TICKETS));
  return name && await caches.open(name);
}

async function savedPage(url) {
  const page = await (await openTickets())?.match(new Request(url.pathname));
  return page && await rewrite(page, (html) => html.replace(HIDDEN_NOTE, 'id="kept-note"'));
}

async function offlinePage() {
  const page = await (await caches.open(FILES)).match(OFFLINE_PAGE);
  const rows = await savedRows();
  return page && await rewrite(page, (html) => html.replace(LIST_START, (start) => start + rows));
}

/** The rows of the saved tickets: upcoming ones, soonest first, then past ones. */
async function savedRows() {
  const cache = await openTickets();
  if (!cache) return "";
  const pages = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text()));
  const now = new Date().toISOString();
  const rows = pages.map((html) => ROW.exec(html)).filter(Boolean).map(([, ends, row]) => ({
    ends,
    row,
    isOver: ends < now,
  }));
  rows.sort((a, b) => a.isOver - b.isOver || (a.ends < b.ends ? -1 : 1));
  return rows.map(({ row }) => row).join("");
}

async function rewrite(response, change) {
  const headers = new Headers(response.headers);
  // The body's length and encoding have changed.
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  return new Response(change(await response.text()), { headers });
}

/** Stores a copy, and evicts the oldest beyond the limit (`keys` returns them in the order in which they were stored). */
async function store(cache, request, response, max) {
  await cache.put(request, response.clone());
  const keys = await cache.keys();
  const surplus = keys.filter((key) => !NEEDED_OFFLINE.includes(new URL(key.url).pathname)).slice(0, -max);
  await Promise.all(surplus.map((key) => cache.delete(key)));
}
