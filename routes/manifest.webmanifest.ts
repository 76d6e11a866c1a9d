import { pageRoute } from "@/lib/server/page_route.ts";

/** How a device presents the installed site, in the language of the person who installs it. */
export const handler = pageRoute({ access: "anyone" }, {
  GET({ state: { language, words: { installed: words } } }) {
    const png = (size: number, name = `aisle-${size}`) => ({
      src: `/icons/${name}.png`,
      sizes: `${size}x${size}`,
      type: "image/png",
    });
    const manifest = {
      id: "/",
      name: "Aisle",
      short_name: "Aisle",
      description: words.description,
      start_url: "/",
      scope: "/",
      display: "standalone",
      lang: language,
      categories: ["entertainment", "events"],
      theme_color: "#1e0f1c",
      background_color: "#1e0f1c",
      icons: [
        { src: "/icons/aisle.svg", sizes: "any", type: "image/svg+xml" },
        png(192),
        png(512),
        { ...png(512, "aisle-maskable-512"), purpose: "maskable" },
      ],
      shortcuts: [
        { name: words.myTickets, url: "/account/bookings" },
        { name: words.findEvent, url: "/events" },
      ],
    };
    return Response.json(manifest, {
      headers: { "content-type": "application/manifest+json", "cache-control": "private, max-age=3600" },
    });
  },
});
