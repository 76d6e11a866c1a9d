import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { userOf } from "@/lib/auth/caller.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { listMessages, type MessageView } from "@/lib/notifications/inbox.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

const MESSAGES_PAGE_SIZE = 20;

export const handler = pageRoute({ access: "own-account" }, {
  async GET({ state, url }) {
    const user = userOf(state.caller);
    const list = (cursor?: string) =>
      listMessages(state.services.sql, user.id, { limit: MESSAGES_PAGE_SIZE, cursor });
    return page(await readListPage(url.searchParams, list));
  },
});

export default define.page<typeof handler>(function MessagesPage({ data, url, state }) {
  const { items, cursor } = data;
  return (
    <main id="main" class="page">
      <Head>
        <title>Messages · Aisle</title>
      </Head>
      <AccountNav path={url.pathname} />
      <h1 class="page-title">Messages</h1>
      <p class="quiet">What we wrote to {userOf(state.caller).email}, newest first.</p>
      {items.length === 0 && (
        <EmptyState
          title="Nothing has been written yet"
          text="Confirmations, cancellations and refunds are kept here as well as sent to your e-mail."
          picture="curtain"
        />
      )}
      <div class="messages">
        {items.map((message) => <Message key={message.id} message={message} locale={state.locale} />)}
      </div>
      <Pagination list={data} address="/account/messages" shown={cursor ? "Older messages" : ""} />
    </main>
  );
});

function Message({ message, locale }: { message: MessageView; locale: string }) {
  const { subject, text, sentAt, bookingId } = message;
  return (
    <details class="message">
      <summary>
        <span class="message-subject" dir="auto">{subject}</span>
        {/* A message happens nowhere, so its time is given without a place's clock. */}
        <span class="quiet small">
          <DateTime at={sentAt} timeZone="UTC" locale={locale} style="day" />
        </span>
      </summary>
      <p class="message-text">{text}</p>
      {bookingId && <a class="button button-small" href={`/bookings/${bookingId}`}>Open the booking</a>}
    </details>
  );
}
