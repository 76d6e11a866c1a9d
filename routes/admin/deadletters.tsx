import { page } from "fresh";
import { z } from "zod";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { readForm } from "@/lib/http/request_body.ts";
import { type DeadLetter, retryDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { type FailedMail, loadFailures, retryFailedMails } from "@/lib/notifications/failed_mails.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** What became of a retry, by the name in the address. */
const outcomes = {
  "resolved": ["success", "Handled", "The message went through this time."],
  "scheduled": ["info", "On its way", "A worker tries it again within seconds. Load this page again to see."],
  "failed": ["warning", "It failed again", "The table says how. What it rests on has to be mended first."],
  "mails": ["info", "On their way", "The mails that were given up are being sent again."],
  "not-found": ["info", "Nothing left to do", "That message has been handled meanwhile."],
} as const;

export const handler = pageRoute({ access: "dead-letters" }, {
  async GET({ url, state: { services } }) {
    const done = url.searchParams.get("done") ?? "";
    const outcome = Object.hasOwn(outcomes, done) ? outcomes[done as keyof typeof outcomes] : null;
    return page({ ...await loadFailures(services, url.searchParams), outcome });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("retry") === "mails") {
      await retryFailedMails(ctx.state.services);
      return ctx.redirect("/admin/deadletters?done=mails", 303);
    }
    const id = z.uuid().safeParse(form.get("id")).data;
    const answer = id && await retryDeadLetter(ctx.state.services, id);
    const outcome = !answer ? "not-found" : answer.ok ? answer.state : answer.code;
    return ctx.redirect(`/admin/deadletters?done=${outcome}`, 303);
  },
});

export default define.page<typeof handler>(function DeadLettersPage({ data, state: { locale } }) {
  const { letters, mails, outcome } = data;
  const { items } = letters;
  return (
    <>
      <PageTitle title="Dead letters" />
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
          <DataTable
            caption="Messages that could not be handled, newest first"
            rows={items}
            columns={columnsFor(locale)}
          />
        )}
      <Pagination
        list={letters}
        address="/admin/deadletters"
        shown={`${items.length} messages on this page`}
      />
      {mails.length > 0 && <FailedMails mails={mails} locale={locale} />}
    </>
  );
});

/** What the mail server refused for good, or did not take for days. Its readers still have it in their inbox. */
function FailedMails({ mails, locale }: { mails: FailedMail[]; locale: string }) {
  return (
    <section class="admin-section">
      <div class="spread">
        <h2>Mails given up</h2>
        <form method="post">
          <button class="button button-small" type="submit" name="retry" value="mails">Send all again</button>
        </form>
      </div>
      <DataTable
        caption="Mails that could not be sent, newest first; each can be read in the app all the same"
        rows={mails}
        columns={mailColumns(locale)}
      />
    </section>
  );
}

function mailColumns(locale: string): Column<FailedMail>[] {
  return [
    {
      label: "Mail",
      kind: "head",
      cell: ({ kind, bookingCode }) => (
        <>
          {kind}
          <span class="sub">{bookingCode}</span>
        </>
      ),
    },
    { label: "To", kind: "wrap", cell: ({ email }) => email ?? "a deleted account" },
    { label: "Error", kind: "wrap", plain: true, cell: ({ error }) => <code>{error}</code> },
    { label: "Tries", kind: "number", cell: ({ attempts }) => attempts },
    { label: "Given up", cell: ({ failedAt }) => <UtcTime at={failedAt} locale={locale} /> },
  ];
}

function columnsFor(locale: string): Column<DeadLetter>[] {
  return [
    { label: "Consumer group", kind: "head", cell: ({ consumerGroup }) => consumerGroup },
    {
      label: "Message",
      kind: "wrap",
      plain: true,
      cell: ({ topic, message }) => (
        <>
          {topic}
          <span class="sub">{message.key}</span>
        </>
      ),
    },
    { label: "Error", kind: "wrap", plain: true, cell: ({ error }) => <code>{error}</code> },
    { label: "Tries", kind: "number", cell: ({ attempts }) => attempts },
    { label: "Next try", cell: ({ nextAttemptAt }) => <NextTry at={nextAttemptAt} locale={locale} /> },
    {
      label: "Action",
      kind: "action",
      plain: true,
      cell: ({ id }) => (
        <form method="post">
          <button class="button button-small" type="submit" name="id" value={id}>Try again</button>
        </form>
      ),
    },
  ];
}

function NextTry({ at, locale }: { at: Date | null; locale: string }) {
  return at ? <UtcTime at={at} locale={locale} /> : <>when asked</>;
}

/** Times of the machinery belong to no venue, so they are in UTC, and say so. */
function UtcTime({ at, locale }: { at: Date; locale: string }) {
  return (
    <>
      <DateTime at={at.toISOString()} timeZone="UTC" locale={locale} /> UTC
    </>
  );
}
