import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "@/lib/http/problem.ts";
import { isLoopback } from "@/lib/http/wire/address.ts";
import { peerAddress } from "@/lib/http/wire/client.ts";
import { endpoint, type EndpointContext, method } from "@/lib/server/endpoint.ts";

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
      if (token === undefined && !isLocal(ctx)) throw new Problem("forbidden");
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

const FORWARDING_HEADERS = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];

/** Whether the request comes from this machine. A proxy that forwards requests from elsewhere adds a header. */
function isLocal({ req, info }: Pick<EndpointContext, "req" | "info">): boolean {
  if (FORWARDING_HEADERS.some((header) => req.headers.has(header))) return false;
  return isLoopback(peerAddress(info));
}

/** Compares in constant time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
