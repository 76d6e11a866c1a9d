import type { App } from "fresh";
import { setBuild } from "../src/app.ts";
import type { Build } from "../src/build.ts";

/** Sends an app a request, as if over HTTP. */
export function send<State>(app: App<State>, path: string, init?: RequestInit): Promise<Response> {
  return app.handler()(new Request(`http://localhost${path}`, init));
}

/** The text of an app's response to GET. */
export async function textOf<State>(app: App<State>, path: string): Promise<string> {
  return await (await send(app, path)).text();
}

/** Gives an app a handmade build: file routes by id, and whatever else a test needs. */
export function withBuild<State>(
  app: App<State>,
  routes: Record<string, Record<string, unknown>>,
  build: Partial<Build> = {},
): App<State> {
  setBuild(app, {
    root: "/",
    mode: "production",
    id: "build1",
    routes: Object.entries(routes).map(([id, module]) => ({ id, module })),
    islands: new Map(),
    runtime: { url: "/_fresh/js/build1/fresh-runtime.js", imports: [] },
    pageScript: "",
    staticFiles: new Map(),
    ...build,
  });
  return app;
}
