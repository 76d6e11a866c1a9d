import { page } from "fresh";
import { z } from "zod";
import { AdminTable } from "@/components/AdminTable.tsx";
import { AdminTitle } from "@/components/AdminTitle.tsx";
import { DateTime } from "@/components/DateTime.tsx";
import { EmptyState } from "@/components/EmptyState.tsx";
import { Notice } from "@/components/Notice.tsx";
import { Pagination } from "@/components/Pagination.tsx";
import { type DeadLetter, listDeadLetters, retryDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { readForm } from "@/lib/http/request_body.ts";
import { define } from "@/utils.ts";

const PAGE_SIZE = 50;

/** What became of a retry, by the name in the address. */
const outcomes = {
  "resolved": ["success", "Handled", "The message went through this time."],
  "scheduled": ["info", "On its way", "A worker tries it again within seconds. Load this page again to see."],
  "failed": ["warning", "It failed again", "The table says how. What it rests on has to be mended first."],
  "not-found": ["info", "Nothing left to do", "That message has been handled meanwhile."],
} as const;

export const handler = define.handlers({
  async GET({ url, state: { services } }) {
    const cursor = z.uuid().safeParse(url.searchParams.get("cursor")).data;
    const done = url.searchParams.get("done") ?? "";
    const outcome = Object.hasOwn(outcomes, done) ? outcomes[done as keyof typeof outcomes] : null;
    return page({ letters: await listDeadLetters(services, { limit: PAGE_SIZE, cursor }), cursor, outcome });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const id = z.uuid().safeParse(form.get("id")).data;
    const answer = id && await retryDeadLetter(ctx.state.services, id);
    const outcome = !answer ? "not-found" : answer.ok ? answer.state : answer.code;
    return ctx.redirect(`/admin/deadletters?done=${outcome}`, 303);
  },
});

export default define.page<typeof handler>(function DeadLettersPage({ data, state: { locale } }) {
  const { letters: { items, nextCursor }, cursor, outcome } = data;
  const address = "/admin/deadletters";
  return (
    <>
      <AdminTitle title="Dead letters" />
      {outcome && (
        <Notice kind={outcome[0]} title={outcome[1]}>
          <p>{outcome[2]}</p>
        </Notice>
      )}
      {items.length === 0
        ? (
          <EmptyState
            title="Nothing is stuck"
            text="A message that cannot be handled is set aside here, so that the others go on."
          />
        )
        : (
          <AdminTable
            caption="Messages that could not be handled, newest first"
            columns={[
              { label: "Consumer group" },
              { label: "Message" },
              { label: "Error" },
              { label: "Tries", number: true },
              { label: "Next try" },
              { label: "Action" },
            ]}
          >
            {items.map((letter) => <LetterLine key={letter.id} letter={letter} locale={locale} />)}
          </AdminTable>
        )}
      {(nextCursor || cursor) && (
        <Pagination
          next={nextCursor && `${address}?cursor=${nextCursor}`}
          first={cursor ? address : null}
          shown={`${items.length} messages on this page`}
        />
      )}
    </>
  );
});

/** Times of the machinery belong to no venue, so they are in UTC, and say so. */
function LetterLine({ letter, locale }: { letter: DeadLetter; locale: string }) {
  const { id, consumerGroup, topic, message, error, attempts, nextAttemptAt } = letter;
  return (
    <tr>
      <th scope="row">{consumerGroup}</th>
      <td>
        {topic}
        <span class="sub code">{message.key}</span>
      </td>
      <td class="wrap">
        <code>{error}</code>
      </td>
      <td class="number">{attempts}</td>
      <td>
        {nextAttemptAt
          ? (
            <>
              <DateTime at={nextAttemptAt.toISOString()} timeZone="UTC" locale={locale} /> UTC
            </>
          )
          : "when asked"}
      </td>
      <td>
        <form method="post">
          <button class="button button-small" type="submit" name="id" value={id}>Try again</button>
        </form>
      </td>
    </tr>
  );
}
