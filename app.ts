/**
 * The web application: how a request is handled, in this order.
 *
 * 1. `provideState`: services, id, cookies, address, language.
 * 2. `finishResponses`: on its way out, a response gets its headers and cookies, and is counted.
 * 3. `redirectToCanonical`: any other spelling of a path redirects to the one that routes know.
 * 4. `chooseLanguage`: `?lang=de` sets the cookie and redirects to the URL without it.
 * 5. `staticFiles`.
 * 6. `handleUnknown`: a path without a route goes through the same checks as one with a route.
 * 7. The route. It declares who may call it and its limits: `endpoint()` for the API, `pageRoute()` for the rest. Both
 *    check, in this order, the caller's identity, the limits, whether another site made the browser send the request, and
 *    the caller's permission; then the handler runs. Pages that are the same for all guests are cached (`cacheForGuests`).
 * 8. Errors: `endpoint()` responds to its own with problems. All others reach `routes/_error.tsx`, which renders a page and
 *    finishes its response as step 2 does.
 */
import { App, staticFiles } from "fresh";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { chooseLanguage } from "./lib/server/language.ts";
import {
  finishResponses,
  handleUnknown,
  provideState,
  redirectToCanonical,
} from "./lib/server/middlewares.ts";

/** Creates the app with these services. The Builder adds its routes and islands. */
export function createApp(services: Services): App<State> {
  return new App<State>({ trustProxy: services.config.proxyHops > 0 })
    .use(provideState(services), finishResponses, redirectToCanonical)
    .use(chooseLanguage, staticFiles<State>(), handleUnknown)
    .fsRoutes();
}
