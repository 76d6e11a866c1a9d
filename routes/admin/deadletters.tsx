import { page } from "fresh";
import { z } from "zod";
import { type Column, DataTable } from "@/components/admin/DataTable.tsx";
import { PageTitle } from "@/components/admin/PageTitle.tsx";
import { UtcTime } from "@/components/admin/UtcTime.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { Notice } from "@/components/layout/Notice.tsx";
import { Pagination } from "@/components/layout/Pagination.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { actorOf } from "@/lib/auth/caller.ts";
import { readForm } from "@/lib/http/request_body.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { type DeadLetter, retryDeadLetter } from "@/lib/messaging/dead_letters.ts";
import { type FailedMail, loadFailures, retryFailedMails } from "@/lib/notifications/failed_mails.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/** The kind of notice for each outcome of a retry, by the outcome's name in the URL. */
const outcomes = {
  "resolved": "success",
  "scheduled": "info",
  "failed": "warning",
  "mails": "info",
  "not-found": "info",
} as const;

export const handler = pageRoute({ access: "dead-letters" }, {
  async GET({ url, state: { services } }) {
    const done = url.searchParams.get("done") ?? "";
    const outcome = Object.hasOwn(outcomes, done) ? done as keyof typeof outcomes : null;
    return page({ ...await loadFailures(services, url.searchParams), outcome });
  },

  async POST(ctx) {
    const { services, caller } = ctx.state;
    const form = await readForm(ctx.req);
    if (form.get("retry") === "mails") {
      await retryFailedMails(services, actorOf(caller));
      return ctx.redirect("/admin/deadletters?done=mails", 303);
    }
    const id = z.uuid().safeParse(form.get("id")).data;
    const retried = id && await retryDeadLetter(services, actorOf(caller), id);
    const outcome = !retried ? "not-found" : retried.ok ? retried.state : retried.code;
    return ctx.redirect(`/admin/deadletters?done=${outcome}`, 303);
  },
});

export default define.page<typeof handler>(function DeadLettersPage({ data, state }) {
  const { admin } = state.words;
  const words = admin.letters;
  const { letters, mails, outcome } = data;
  const { items } = letters;
  return (
    <>
      <PageTitle title={admin.deadLetters} />
      {outcome && (
        <Notice kind={outcomes[outcome]} title={words.outcome[outcome].title}>
          <p>{words.outcome[outcome].text}</p>
        </Notice>
      )}
      {items.length === 0
        ? (
          <EmptyState
            title={words.none}
            text={words.setAsideHere}
          />
        )
        : (
          <DataTable
            caption={words.caption}
            rows={items}
            columns={columnsFor(admin)}
          />
        )}
      <Pagination
        list={letters}
        href="/admin/deadletters"
        shown={words.shown({ count: items.length })}
      />
      {mails.length > 0 && <FailedMails mails={mails} />}
    </>
  );
});

/**
 * Emails that the mail server rejected for good, or failed to accept for days. Recipients still find them in their inbox
 * on the site.
 */
function FailedMails({ mails }: { mails: FailedMail[] }) {
  const admin = useWords("admin");
  const words = admin.letters;
  return (
    <section class="admin-section">
      <div class="spread">
        <h2>{words.mails}</h2>
        <form method="post">
          <button class="button button-small" type="submit" name="retry" value="mails">
            {words.sendAgain}
          </button>
        </form>
      </div>
      <DataTable
        caption={words.mailsCaption}
        rows={mails}
        columns={mailColumns(admin)}
      />
    </section>
  );
}

function mailColumns(
  { letters: words, deletedAccount }: Words["admin"],
): Column<FailedMail>[] {
  return [
    {
      label: words.mail,
      kind: "head",
      cell: ({ kind, bookingCode }) => (
        <>
          {words.mailKind[kind]}
          <span class="sub">{bookingCode}</span>
        </>
      ),
    },
    { label: words.to, kind: "wrap", cell: ({ email }) => email ?? deletedAccount },
    { label: words.error, kind: "wrap", plain: true, cell: ({ error }) => <code>{error}</code> },
    { label: words.attempts, kind: "number", cell: ({ attempts }) => attempts },
    { label: words.givenUp, cell: ({ failedAt }) => <UtcTime at={failedAt} /> },
  ];
}

function columnsFor({ letters: words, tryAgain }: Words["admin"]): Column<DeadLetter>[] {
  return [
    { label: words.consumerGroup, kind: "head", cell: ({ consumerGroup }) => <code>{consumerGroup}</code> },
    {
      label: words.message,
      kind: "wrap",
      plain: true,
      cell: ({ topic, message }) => (
        <>
          <code>{topic}</code>
          <code class="sub">{message.key}</code>
        </>
      ),
    },
    { label: words.error, kind: "wrap", plain: true, cell: ({ error }) => <code>{error}</code> },
    { label: words.attempts, kind: "number", cell: ({ attempts }) => attempts },
    {
      label: words.nextAttempt,
      cell: ({ nextAttemptAt }) => nextAttemptAt ? <UtcTime at={nextAttemptAt} /> : words.onRequest,
    },
    {
      label: words.action,
      kind: "action",
      plain: true,
      cell: ({ id }) => (
        <form method="post">
          <button class="button button-small" type="submit" name="id" value={id}>{tryAgain}</button>
        </form>
      ),
    },
  ];
}
