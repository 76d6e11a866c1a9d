/** Caches rendered pages that are the same for many people, for as long as their content is the same. */
import type { Context } from "fresh";
import { BoundedMap } from "@/lib/bounded_map.ts";
import { schemeOf } from "@/lib/design/scheme.ts";
import { respond } from "@/lib/http/wire/respond.ts";
import type { State } from "@/utils.ts";

/** The property in which Fresh leaves the script nonce of a page that it rendered. */
const NONCE = Symbol.for("__freshNonce");

/** A UUID without its hyphens. */
const NONCE_LENGTH = 32;

const encoder = new TextEncoder();

interface CachedPage {
  /** With the nonce of the latest response. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The offsets of the nonce in `bytes`. */
  nonceAt: number[];
  headers: [name: string, value: string][];
}

interface Entry {
  inputs: readonly unknown[];
  /** Null if the response cannot be cached. */
  page: Promise<CachedPage | null>;
}

export class PageCache {
  readonly #entries: BoundedMap<string, Entry>;

  /** Keeps at most `pagesMax` pages. */
  constructor(pagesMax: number) {
    this.#entries = new BoundedMap(pagesMax);
  }

  /**
   * Returns the page cached for this key if each of its `inputs` is the same object as before; renders it otherwise.
   * The page must depend on nothing but the key and these inputs. Each response has its own nonce. Errors, and
   * responses other than a rendered page with status 200, are not cached.
   */
  async serve(key: string, inputs: readonly unknown[], render: () => Promise<Response>): Promise<Response> {
    const known = this.#entries.get(key);
    if (known && known.inputs.every((input, n) => input === inputs[n])) {
      const page = await known.page;
      return page ? cachedResponse(page) : await render();
    }
    const rendering = render();
    const entry = { inputs, page: rendering.then(toCachedPage, () => null) };
    this.#entries.set(key, entry);
    const page = await entry.page;
    return page ? cachedResponse(page) : await rendering;
  }
}

const guestCache = new PageCache(100);

/**
 * Serves a page that is the same for all guests from the cache, and renders it again once an input has changed.
 * `inputs` are everything that the page depends on apart from the request, as fresh as the data that `render` uses.
 */
export async function cacheForGuests(
  ctx: Context<State>,
  inputs: () => Promise<readonly unknown[]>,
  render: () => Promise<Response>,
): Promise<Response> {
  const key = guestKey(ctx);
  return key ? await guestCache.serve(key, await inputs(), render) : await render();
}

/**
 * Everything in the request that a guest's page depends on. Null for signed-in users, for visitors who may hold seats,
 * and for URLs with a query, whose number is unbounded.
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

/** A response copies its bytes on construction, so the next one may overwrite them. */
function cachedResponse({ bytes, nonceAt, headers }: CachedPage): Response {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const nonceBytes = encoder.encode(nonce);
  for (const at of nonceAt) bytes.set(nonceBytes, at);
  return Object.assign(respond(bytes, headers), { [NONCE]: nonce });
}
