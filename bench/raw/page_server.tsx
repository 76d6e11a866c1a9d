/**
 * The raw limit of rendering pages: preact-render-to-string of the product's own tree with data that was read once, and
 * nothing else per request. The product's handlers provide the data at startup.
 */
import { App, type Middleware, type PageProps } from "fresh";
import { cloneElement, type ComponentType, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { parseConfig } from "@/lib/config.ts";
import { loadSecrets } from "@/lib/config/secrets.ts";
import { provideState } from "@/lib/server/middlewares.ts";
import { createServices } from "@/lib/services.ts";
import Frame from "@/routes/_app.tsx";
import * as event from "@/routes/events/[slug]/index.tsx";
import * as list from "@/routes/events/index.tsx";
import type { State } from "@/utils.ts";

const config = parseConfig(Deno.env.toObject());
const services = createServices({ ...config, databaseUrl: config.databaseUrl! }, await loadSecrets(config));

/** Calls a page's route once, behind the middleware that sets its state. Returns a function that builds its tree. */
async function pageOf(pattern: string, path: string, route: Middleware<State>): Promise<() => VNode> {
  const captured = Promise.withResolvers<() => VNode>();
  const app = new App<State>().use(provideState(services)).get(pattern, (ctx) => {
    const { url, params, req, state, config, route: pattern, info, error, isPartial } = ctx;
    const props = { data: null, url, params, req, state, config, route: pattern, info, error, isPartial };
    ctx.render = (page) => {
      const frame = Frame as ComponentType<Partial<PageProps<unknown, State>>>;
      captured.resolve(() => h(frame, { ...props, Component: () => cloneElement(page!) }));
      return Promise.resolve(new Response());
    };
    return route(ctx);
  });
  const response = await app.handler()(new Request(`http://127.0.0.1${path}`));
  if (response.status !== 200) {
    throw new Error(`${path} responded with ${response.status}: ${await response.text()}`);
  }
  return await captured.promise;
}

const slug = Deno.env.get("SLUG")!;
const pages = new Map([
  ["/events", await pageOf("/events", "/events", list.handler)],
  [`/events/${slug}`, await pageOf("/events/:slug", `/events/${slug}`, event.handler)],
]);
await services.close();

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.log(`ready at http://${hostname}:${port}`),
}, (request) => {
  const path = request.url.slice(request.url.indexOf("/", 8));
  const page = pages.get(path.endsWith("?from=poster") ? path.slice(0, -12) : path)!;
  return new Response(`<!DOCTYPE html>${renderToString(page())}`, {
    headers: { "content-type": "text/html; charset=utf-8" },
  });
});
