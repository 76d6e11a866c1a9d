import { siteUrl } from "@/lib/config.ts";
import { pageRoute } from "@/lib/server/page_route.ts";

/** Paths not to crawl: private pages, and those for programs. */
const PRIVATE = ["/account", "/admin", "/api/", "/bookings/", "/checkout/", "/login", "/register"];

export const handler = pageRoute({ access: "anyone" }, {
  GET({ state: { services } }) {
    const lines = [
      "User-agent: *",
      ...PRIVATE.map((path) => `Disallow: ${path}`),
      "",
      `Sitemap: ${siteUrl(services.config)}/sitemap.xml`,
    ];
    return new Response(`${lines.join("\n")}\n`, {
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
    });
  },
});
