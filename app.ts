/** The web application: the order of what happens to a request. */
import { App, staticFiles } from "fresh";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";
import { answerRequests, answerUnknown, redirectToCanonical } from "./lib/server/middlewares.ts";

/**
 * The app on these services. Its routes and islands are added by the Builder. Each route says itself who may call it and which
 * limits count (`endpoint()`, `pageRoute()`).
 */
export function createApp(services: Services): App<State> {
  const middlewares = [
    answerRequests(services),
    redirectToCanonical,
    staticFiles<State>(),
    answerUnknown,
  ];
  return new App<State>({ trustProxy: services.config.proxyHops > 0 }).use(...middlewares).fsRoutes();
}
