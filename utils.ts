/** Shared by every route and page: the state of a request, and `define` typed with it. */
import { createDefine } from "fresh";
import type { Caller } from "@/lib/auth/caller.ts";
import type { Language } from "@/lib/i18n/words.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { Services } from "@/lib/services.ts";
import type { Cookies } from "./lib/http/wire/cookies.ts";

/** What the middlewares of `app.ts` store in `ctx.state`. */
export interface State {
  services: Services;
  requestId: string;
  /** By `performance.now()`. */
  startedMs: number;
  /** The cookies of the request, and those that the response will set. */
  cookies: Cookies;
  /** A page's caller. In the API the endpoint resolves it, since an invalid token there has its own error. */
  caller: Caller;
  /**
   * Whose page it is, as sent in a response header: an account's id, or `guest`. Null for anything but a personal page.
   */
  account: string | null;
  /** The language of the words: the account's, the one chosen on this device, the browser's, or English. */
  language: Language;
  /** The words in that language. */
  words: Words;
  /** The locale of dates and prices, whose language may differ from that of the words. BCP 47. */
  locale: string;
  /** Whether search engines may list the page. */
  isIndexed: boolean;
  /** Whether the page's URL or content is a secret. */
  isSecret: boolean;
  /** Whether the route is a page for everyone. Any other response that sets no cache lifetime is not stored. */
  isPublic: boolean;
}

export const define = createDefine<State>();
