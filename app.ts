/**
 * The web application: what happens to a request, in this order.
 *
 * 1. `giveState`: services, id, cookies, address, language.
 * 2. `finishResponses`: on its way out, a response gets its headers and cookies, and is counted.
 * 3. `redirectToCanonical`: another spelling of an address leads to the one that routes know.
 * 4. `chooseLanguage`: `?lang=de` sets the cookie, and leads to the page's address without it.
 * 5. `staticFiles`.
 * 6. `answerUnknown`: an address without a route is answered after the same checks as one that has a route.
 * 7. The route. It declares who may call it and which limits count: `endpoint()` for the API, `pageRoute()` for the rest.
 *    Both check, in this order, who asks, the limits, whether another site made the browser send it, and whether the caller
 *    may; then the handler runs. Pages that are the same for all guests are kept as they were drawn (`cacheForGuests`).
 * 8. Errors: `endpoint()` answers its own with problems. All others reach `routes/_error.tsx`, which draws a page and finishes
 *    its response as step 2 does.
 */
import { App, staticFiles } from "fresh";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { chooseLanguage } from "./lib/server/language.ts";
import { answerUnknown, finishResponses, giveState, redirectToCanonical } from "./lib/server/middlewares.ts";

/** The app on these services. The Builder adds its routes and islands. */
export function createApp(services: Services): App<State> {
  return new App<State>({ trustProxy: services.config.proxyHops > 0 })
    .use(giveState(services), finishResponses, redirectToCanonical)
    .use(chooseLanguage, staticFiles<State>(), answerUnknown)
    .fsRoutes();
}
