/** The web application: the order of what happens to a request. */
import { App, staticFiles } from "fresh";
import { admitToPages, answerRequests } from "@/lib/http/middlewares.ts";
import type { Services } from "@/lib/services.ts";
import type { State } from "@/utils.ts";

/** The app on these services. Its routes and islands are added by the Builder. */
export function createApp(services: Services): App<State> {
  const middlewares = [
    answerRequests(services),
    staticFiles<State>(),
    admitToPages,
  ];
  return new App<State>({ trustProxy: services.config.trustProxy }).use(...middlewares).fsRoutes();
}
