import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "@/lib/http/problem.ts";
import { isLocal } from "@/lib/http/wire/client.ts";
import { endpoint, method } from "@/lib/server/endpoint.ts";

export const handler = endpoint("/metrics", {
  GET: method({
    operationId: "getMetrics",
    summary: "Metrics",
    description:
      "Prometheus text. Needs `METRICS_TOKEN`; if none is set, only requests from the same machine are served.",
    security: ["metricsToken", "none"],
    access: "anonymous",
    limit: "none",
    responses: { 200: { contentType: "text/plain" } },
    errors: ["unauthenticated", "forbidden"],
    async handle({ services, ctx }) {
      const token = services.config.metricsToken;
      if (token === undefined && !isLocal(ctx.req.headers, ctx.info)) throw new Problem("forbidden");
      if (token !== undefined && !sameText(ctx.req.headers.get("authorization") ?? "", `Bearer ${token}`)) {
        throw new Problem("unauthenticated", { headers: { "www-authenticate": "Bearer" } });
      }
      const headers = {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
      };
      return new Response(await services.metrics.text(), { headers });
    },
  }),
});

/** Compares in constant time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
