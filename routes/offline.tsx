import { Head } from "fresh/runtime";
import { EmptyState } from "@/components/EmptyState.tsx";
import { pageRoute } from "@/lib/http/page_route.ts";

/** What the service worker shows without a network. It is kept for anyone who uses the device, so it names nobody. */
export const handler = pageRoute({ access: "anyone" }, {
  GET: async (ctx) => {
    ctx.state.caller = { ...ctx.state.caller, user: null };
    return await ctx.render(<OfflinePage />);
  },
});

function OfflinePage() {
  return (
    <main id="main">
      <Head>
        <title>No network · Aisle</title>
        <meta name="robots" content="noindex" />
      </Head>
      <EmptyState
        whole
        picture="stage"
        title="The line is dead"
        text="There is no network here just now. Tickets that you have opened on this device still open."
      >
        <a class="button" href="/account/bookings">My tickets</a>
      </EmptyState>
    </main>
  );
}
