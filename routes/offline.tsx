import { asset, Head } from "fresh/runtime";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { pageRoute } from "@/lib/server/page_route.ts";

/** What the service worker shows without a network. It is kept for anyone who uses the device, so it names nobody. */
export const handler = pageRoute({ access: "anyone" }, {
  GET: async (ctx) => {
    ctx.state.caller = { ...ctx.state.caller, user: null };
    ctx.state.account = null;
    return await ctx.render(<OfflinePage />);
  },
});

function OfflinePage() {
  return (
    <main id="main" class="page-narrow">
      <Head>
        <title>You’re offline · Aisle</title>
        <link rel="stylesheet" href={asset("/styles/ticket.css")} />
      </Head>
      <EmptyState
        whole
        picture="stage"
        title="You’re offline"
        text="This page needs a network. Tickets kept on this device open without one."
      >
        <a class="button" href="">Try again</a>
      </EmptyState>
      <section class="kept-tickets" aria-labelledby="kept-title">
        <h2 id="kept-title">Tickets on this device</h2>
        {/* The service worker writes the rows in here, so nothing else may stand between the marks. */}
        <div class="event-list" id="kept-rows"></div>
        <p class="quiet kept-none">
          None yet. A ticket is kept once its page was open with a network, until you sign out.
        </p>
      </section>
    </main>
  );
}
