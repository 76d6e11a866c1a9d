/**
 * Service worker: tickets open without a network, and everything else says honestly that there is none.
 *
 *   static files   a hashed address (asset()) never changes: from the cache; any other: network first
 *   pages          network first; booking pages are kept, and shown from the cache when the network fails
 *   no network     the page /offline
 *   never touched  /api, streams, other origins, anything but GET
 *
 * Signing out, or deleting the account, throws the kept pages away. Raise VERSION when what is kept changes its shape.
 */
const VERSION = "1";
const FILES = `aisle-files-${VERSION}`;
const TICKETS = `aisle-tickets-${VERSION}`;
const OFFLINE_PAGE = "/offline";
/** What the offline page needs, stored under addresses without a hash. */
const NEEDED_OFFLINE = [
  OFFLINE_PAGE,
  "/fonts/bricolage-latin.woff2",
  "/fonts/instrument-latin.woff2",
  "/icons/aisle.svg",
  "/styles/tokens.css",
  "/styles/base.css",
  "/styles/parts.css",
  "/styles/events.css",
  "/styles/event_page.css",
  "/styles/panel.css",
  "/styles/choosing.css",
  "/styles/booking.css",
];
const FILES_AT_MOST = 150;
const TICKETS_AT_MOST = 40;

const isStatic = (path) => /^\/(styles|fonts|icons|_fresh)\//.test(path);
const isHashed = (url) => url.searchParams.has("__frsh_c") || url.pathname.startsWith("/_fresh/js/");
const isTicketPage = (path) => path.startsWith("/bookings/") || path === "/account/bookings";
const isSignOut = (path) => ["/logout", "/api/auth/logout", "/account/delete"].includes(path);

self.addEventListener("install", (event) => {
  event.waitUntil(storeOfflineNeeds().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(deleteOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "signed-out") event.waitUntil(caches.delete(TICKETS));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && isSignOut(url.pathname)) event.waitUntil(caches.delete(TICKETS));
  if (request.method !== "GET") return;
  if (isStatic(url.pathname)) event.respondWith(answerFile(request, url));
  else if (request.mode === "navigate") event.respondWith(answerPage(request, url));
});

async function storeOfflineNeeds() {
  const cache = await caches.open(FILES);
  await cache.addAll(NEEDED_OFFLINE.map((path) => new Request(path, { cache: "reload" })));
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("aisle-") && name !== FILES && name !== TICKETS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answerFile(request, url) {
  const cache = await caches.open(FILES);
  if (isHashed(url)) {
    const stored = await cache.match(request);
    if (stored) return stored;
  }
  try {
    const response = await fetch(request);
    if (response.ok) await store(cache, request, response, FILES_AT_MOST);
    return response;
  } catch (error) {
    // An older hash of the same file is better than a page without its looks.
    const stored = await cache.match(request, { ignoreSearch: true });
    if (stored) return stored;
    throw error;
  }
}

async function answerPage(request, url) {
  const keep = isTicketPage(url.pathname);
  try {
    const response = await fetch(request);
    if (keep) await keepTicketPage(request, response);
    return response;
  } catch {
    const kept = keep && await (await caches.open(TICKETS)).match(request, { ignoreSearch: true });
    return kept || await (await caches.open(FILES)).match(OFFLINE_PAGE) || Response.error();
  }
}

/** Keeps a page that was shown; forgets one that this visitor may no longer see. */
async function keepTicketPage(request, response) {
  const cache = await caches.open(TICKETS);
  if (response.status === 200) await store(cache, request, response, TICKETS_AT_MOST);
  else if (response.status < 500) await cache.delete(request, { ignoreSearch: true });
}

/** Stores a copy, and lets the oldest go beyond the limit (`keys` come in the order they were stored). */
async function store(cache, request, response, atMost) {
  await cache.delete(request);
  await cache.put(request, response.clone());
  const keys = await cache.keys();
  const surplus = keys.filter((key) => !NEEDED_OFFLINE.includes(new URL(key.url).pathname)).slice(0, -atMost);
  await Promise.all(surplus.map((key) => cache.delete(key)));
}
