import { page } from "fresh";
import { AccountNav } from "@/components/account/AccountNav.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { useWords } from "@/components/layout/words.tsx";
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
  const words = state.words.account;
  const { items, cursor } = data;
  return (
    <main id="main" class="page">
      <DocumentHead title={words.messages} />
      <AccountNav path={url.pathname} />
      <h1 class="page-title">{words.messages}</h1>
      <p class="quiet">{words.sentTo({ email: userOf(state.caller).email })}</p>
      {items.length === 0 && (
        <EmptyState
          title={words.noMessages}
          text={words.messagesHere}
          picture="curtain"
        />
      )}
      <div class="messages">
        {items.map((message) => <Message key={message.id} message={message} />)}
      </div>
      <Pagination list={data} href="/account/messages" shown={cursor ? words.olderMessages : ""} />
    </main>
  );
});

function Message({ message }: { message: MessageView }) {
  const words = useWords("account");
  const { language, subject, text, sentAt, bookingId } = message;
  return (
    <details class="message">
      <summary>
        <span class="message-subject" lang={language} dir="auto">{subject}</span>
        {/* A message belongs to no venue, so its date is in UTC. */}
        <span class="quiet small">
          <DateTime at={sentAt} timeZone="UTC" style="day" />
        </span>
      </summary>
      <p class="message-text" lang={language}>{text}</p>
      {bookingId && <a class="button button-small" href={`/bookings/${bookingId}`}>{words.openBooking}</a>}
    </details>
  );
}
