/**
 * Service worker: tickets open without a network, and everything else says honestly that there is none.
 *
 *   static files   a hashed address (asset()) never changes: from the cache; any other: network first
 *   pages          network first; those of tickets, and of payments under way, are kept for when the network fails
 *   forms          to the network, always
 *   no network     the page /offline, with the list of the kept tickets
 *   never touched  /api, streams, other origins
 *
 * Kept tickets belong to the account that they were shown to, whose id is part of their cache's name. Every page says whose
 * it is, and when it is another's or nobody's the tickets go; they also go as soon as somebody signs in or out here. Raise
 * VERSION when what is kept changes its shape.
 */
const VERSION = "2";
const FILES = `aisle-files-${VERSION}`;
const ALL_TICKETS = "aisle-tickets-";
const TICKETS = `${ALL_TICKETS}${VERSION}-`;
/** The headers by which a page says whose it is, and in which language. */
const ACCOUNT = "aisle-account";
const LANGUAGE = "content-language";
const NOBODY = "guest";
const OFFLINE_PAGE = "/offline";
/** What the offline page needs, stored under addresses without a hash. */
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
/** How a page with tickets that admit brings its row for the list (components/bookings/SavedBooking.tsx). */
const ROW = /<template id="kept-row" data-ends="([^"]*)">([\s\S]*?)<\/template>/;
/** Where the offline page takes the rows in. */
const LIST_START = 'id="kept-rows">';
/** Only pages that are to be kept have this note, which says that they are kept ones. */
const HIDDEN_NOTE = 'id="kept-note" hidden';
/** A file's address in a page, or in the header by which it announces its modules. */
const FILE_ADDRESS = /["<](\/(?:styles|fonts|icons|_fresh)\/[^">]+)/g;

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

self.addEventListener("activate", (event) => {
  event.waitUntil(deleteOldCaches().then(() => self.clients.claim()).then(() => keepShownTickets(event)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (changesAccount(request.method, url.pathname)) event.waitUntil(forgetTickets());
  if (request.mode === "navigate" && request.method !== "GET") event.respondWith(sendForm(request));
  if (request.method !== "GET") return;
  if (isStatic(url.pathname)) event.respondWith(answerFile(request, url));
  else if (request.mode === "navigate") event.respondWith(answerPage(event, request, url));
  // A page that shows its booking's news reads itself again: that is when tickets come.
  else if (isTicketPage(url.pathname)) event.respondWith(fetchPage(event, request, url));
});

async function storeOfflineNeeds() {
  const cache = await caches.open(FILES);
  await cache.addAll(NEEDED_OFFLINE.map((path) => new Request(path, { cache: "reload" })));
}

/** Stores the offline page in the language of the pages, unless it is in that already. */
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

/** Keeps the tickets on pages that were opened before there was a worker. */
async function keepShownTickets(event) {
  const windows = await self.clients.matchAll({ type: "window" });
  const shown = windows.map((window) => new URL(window.url)).filter((url) => isTicketPage(url.pathname));
  // Without a network they are kept when they are next opened.
  await Promise.allSettled(shown.map((url) => fetchPage(event, new Request(url.pathname), url)));
}

async function answerFile(request, url) {
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
    // An older hash of the same file is better than a page without its looks.
    const stored = await cache.match(request, { ignoreSearch: true });
    if (stored) return stored;
    throw error;
  }
}

async function answerPage(event, request, url) {
  try {
    return await fetchPage(event, request, url);
  } catch {
    return await keptPage(url) ?? await offlinePage() ?? Response.error();
  }
}

async function sendForm(request) {
  try {
    return await fetch(request);
  } catch {
    return await offlinePage() ?? Response.error();
  }
}

/** How often pages were read, and of each which reading was begun last. */
let readings = 0;
const lastReading = new Map();

/**
 * Reads a page, and keeps it if it is one to keep; forgets one that is not (any more), and all that are another's. Of two
 * readings of a page the one that was begun later counts, whichever comes first.
 */
async function fetchPage(event, request, url) {
  const reading = ++readings;
  if (isTicketPage(url.pathname)) lastReading.set(url.pathname, reading);
  const response = await fetch(request);
  const account = response.headers.get(ACCOUNT);
  if (account !== null) {
    await forgetTickets(TICKETS + account);
    event.waitUntil(storeOfflinePage(response.headers.get(LANGUAGE)));
  }
  if (account === null || account === NOBODY || !isTicketPage(url.pathname)) return response;
  const cache = await caches.open(TICKETS + account);
  const key = new Request(url.pathname);
  const html = response.status === 200 ? await response.clone().text() : "";
  if (lastReading.get(url.pathname) !== reading) return response;
  if (html.includes(HIDDEN_NOTE)) {
    await store(cache, key, response, TICKETS_MAX);
    event.waitUntil(storeFiles(`${response.headers.get("link")} ${html}`));
  } else if (response.status < 500) await cache.delete(key);
  return response;
}

/** Stores the files that a kept page names: a page that the network leaves before its scripts came would never run. */
async function storeFiles(text) {
  const urls = Array.from(
    text.matchAll(FILE_ADDRESS),
    ([, address]) => new URL(address, self.location.origin),
  );
  // Without a network they are stored when the page is next opened.
  await Promise.allSettled(urls.map((url) => answerFile(new Request(url), url)));
}

/** Deletes the kept tickets, except those in the cache of this name. */
async function forgetTickets(except) {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(ALL_TICKETS) && name !== except);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** All kept tickets: there are those of one account at most. */
async function openTickets() {
  const name = (await caches.keys()).find((name) => name.startsWith(TICKETS));
  return name && await caches.open(name);
}

async function keptPage(url) {
  const page = await (await openTickets())?.match(new Request(url.pathname));
  return page && await rewrite(page, (html) => html.replace(HIDDEN_NOTE, 'id="kept-note"'));
}

async function offlinePage() {
  const page = await (await caches.open(FILES)).match(OFFLINE_PAGE);
  const rows = await keptRows();
  return page && await rewrite(page, (html) => html.replace(LIST_START, (start) => start + rows));
}

/** The rows of the kept tickets: those to come, the next one first, then those that are over. */
async function keptRows() {
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
  // The body is neither as long nor as packed as it came.
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  return new Response(change(await response.text()), { headers });
}

/** Stores a copy, and lets the oldest go beyond the limit (`keys` come in the order they were last stored). */
async function store(cache, request, response, max) {
  await cache.put(request, response.clone());
  const keys = await cache.keys();
  const surplus = keys.filter((key) => !NEEDED_OFFLINE.includes(new URL(key.url).pathname)).slice(0, -max);
  await Promise.all(surplus.map((key) => cache.delete(key)));
}
