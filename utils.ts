/** What every route and page shares: the state of a request, and `define` typed with it. */
import { createDefine } from "fresh";
import type { Caller } from "@/lib/auth/caller.ts";
import type { Language } from "@/lib/i18n/words.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import type { Services } from "@/lib/services.ts";
import type { Cookies } from "./lib/http/wire/cookies.ts";

/** What the middlewares of `app.ts` put into `ctx.state`. */
export interface State {
  services: Services;
  requestId: string;
  /** By `performance.now()`. */
  startedMs: number;
  /** What came, and what the answer will set. */
  cookies: Cookies;
  /** A page's caller. In the API the endpoint finds it out, since a bad token there is an answer of its own. */
  caller: Caller;
  /** Whose page it is, which its answer says: an account's id, or `guest`. Null for what is not a page of anyone's. */
  account: string | null;
  /** The language of the words: the account's, else the one chosen on this device, else the browser's, else English. */
  language: Language;
  /** Those words. */
  words: Words;
  /** How dates and prices are written, which may be in a language that the words are not in. BCP 47. */
  locale: string;
  /** Whether search engines may list the page. */
  isIndexed: boolean;
  /** Whether the route is a page for everyone. Any other answer that does not say how long it keeps is not stored. */
  isPublic: boolean;
}

export const define = createDefine<State>();
