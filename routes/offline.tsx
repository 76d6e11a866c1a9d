import { asset } from "fresh/runtime";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { pageRoute } from "@/lib/server/page_route.ts";

/** What the service worker shows without a network. It is stored for anyone who uses the device, so it names nobody. */
export const handler = pageRoute({ access: "anyone" }, {
  GET: async (ctx) => {
    ctx.state.caller = { ...ctx.state.caller, user: null };
    ctx.state.account = null;
    return await ctx.render(<OfflinePage />);
  },
});

function OfflinePage() {
  const words = useWords("offline");
  return (
    <main id="main" class="page-narrow offline">
      <DocumentHead title={words.title}>
        <link rel="stylesheet" href={asset("/styles/ticket.css")} />
      </DocumentHead>
      <EmptyState
        whole
        picture="stage"
        title={words.title}
        text={words.text}
      >
        <a class="button" href="">{words.tryAgain}</a>
      </EmptyState>
      <section class="kept-tickets" aria-labelledby="kept-title">
        <h2 id="kept-title">{words.ticketsHere}</h2>
        {/* The service worker inserts the rows here, so nothing else may be inside this element. */}
        <div class="event-list" id="kept-rows"></div>
        <p class="quiet kept-none">{words.noTickets}</p>
      </section>
    </main>
  );
}
