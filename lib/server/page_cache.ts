/** Pages that are the same for many people, kept as they were drawn for as long as they show the same things. */
import type { Context } from "fresh";
import { BoundedMap } from "@/lib/bounded_map.ts";
import { schemeOf } from "@/lib/design/scheme.ts";
import { respond } from "@/lib/http/wire/respond.ts";
import type { State } from "@/utils.ts";

/** Where Fresh leaves the nonce of the scripts of a page that it rendered. */
const NONCE = Symbol.for("__freshNonce");

/** A UUID without its hyphens. */
const NONCE_LENGTH = 32;

const encoder = new TextEncoder();

interface CachedPage {
  /** With the nonce of the last answer. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where in `bytes` the nonce stands. */
  nonceAt: number[];
  headers: [name: string, value: string][];
}

interface Entry {
  shows: readonly unknown[];
  /** Null: what was drawn can't be kept. */
  page: Promise<CachedPage | null>;
}

export class PageCache {
  readonly #entries: BoundedMap<string, Entry>;

  /** Keeps at most so many pages. */
  constructor(pagesMax: number) {
    this.#entries = new BoundedMap(pagesMax);
  }

  /**
   * Answers with the page that was drawn for this key before, if each of the things that it `shows` is the very same as
   * then; else draws it. Key and things together must be all that the page depends on. Each answer has a nonce of its own.
   * An answer that is no page rendered with status 200 is not kept, nor is an error.
   */
  async answer(key: string, shows: readonly unknown[], draw: () => Promise<Response>): Promise<Response> {
    const known = this.#entries.get(key);
    if (known && known.shows.every((thing, n) => thing === shows[n])) {
      const page = await known.page;
      return page ? cachedResponse(page) : await draw();
    }
    const drawing = draw();
    const entry = { shows, page: drawing.then(toCachedPage, () => null) };
    this.#entries.set(key, entry);
    const page = await entry.page;
    return page ? cachedResponse(page) : await drawing;
  }
}

const guestCache = new PageCache(100);

/**
 * Answers guests with a page that is the same for all of them, drawn again once it has anything else to show. `shows` is all
 * that the page depends on besides the request, as old as what `draw` draws from.
 */
export async function cacheForGuests(
  ctx: Context<State>,
  shows: () => Promise<readonly unknown[]>,
  draw: () => Promise<Response>,
): Promise<Response> {
  const key = guestKey(ctx);
  return key ? await guestCache.answer(key, await shows(), draw) : await draw();
}

/**
 * What the page of a guest depends on by the request alone. Null when somebody is signed in or may hold something, and when
 * there is a query, because there are endlessly many.
 */
function guestKey({ req, url, state }: Context<State>): string | null {
  const { caller, cookies, language, locale } = state;
  if (req.method !== "GET" || url.search !== "" || caller.user || caller.visitorId) return null;
  return JSON.stringify([url.pathname, language, locale, schemeOf(cookies.get("scheme"))]);
}

async function toCachedPage(response: Response): Promise<CachedPage | null> {
  const nonce: unknown = Reflect.get(response, NONCE);
  if (response.status !== 200 || typeof nonce !== "string") return null;
  const headers = [...response.headers];
  const pieces = (await response.text()).split(nonce);
  const nonceAt: number[] = [];
  let length = 0;
  for (const piece of pieces.slice(0, -1)) {
    nonceAt.push(length += encoder.encode(piece).length);
    length += NONCE_LENGTH;
  }
  return { bytes: encoder.encode(pieces.join(" ".repeat(NONCE_LENGTH))), nonceAt, headers };
}

/** A response copies its bytes when it is made, so the next one may change them. */
function cachedResponse({ bytes, nonceAt, headers }: CachedPage): Response {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const nonceBytes = encoder.encode(nonce);
  for (const at of nonceAt) bytes.set(nonceBytes, at);
  return Object.assign(respond(bytes, headers), { [NONCE]: nonce });
}
