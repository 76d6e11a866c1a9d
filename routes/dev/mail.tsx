import { page } from "fresh";
import { DateTime } from "@/components/layout/DateTime.tsx";
import { DocumentHead } from "@/components/layout/DocumentHead.tsx";
import { EmptyState } from "@/components/layout/EmptyState.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { Problem } from "@/lib/http/problem.ts";
import { isLocal } from "@/lib/http/wire/client.ts";
import { type DevMail, listDevMails } from "@/lib/notifications/dev_mailbox.ts";
import { pageRoute } from "@/lib/server/page_route.ts";
import { define } from "@/utils.ts";

/**
 * Every email of the site with its links, for developers: as a page, or as JSON for tests that ask for it. Anyone who can
 * read it can take over any account, so it exists only in development, and only for this machine.
 */
export const handler = pageRoute({ access: "anyone", isSecret: true }, {
  async GET({ req, url, info, state: { services } }) {
    if (services.config.env !== "development" || !isLocal(req.headers, info)) throw new Problem("not-found");
    const mails = await listDevMails(services, url.searchParams.get("to"));
    if (req.headers.get("accept")?.includes("application/json")) return Response.json({ items: mails });
    return page({ mails });
  },
});

export default define.page<typeof handler>(function DevMailPage({ data: { mails }, state }) {
  const words = state.words.devMail;
  return (
    <main id="main" class="page">
      <DocumentHead title={words.title} />
      <h1 class="page-title">{words.title}</h1>
      <p class="quiet">{words.intro}</p>
      {mails.length === 0 && <EmptyState title={words.none} text={words.noneText} />}
      <div class="messages">{mails.map((mail) => <Mail key={mail.id} mail={mail} />)}</div>
    </main>
  );
});

function Mail({ mail: { to, subject, text, createdAt } }: { mail: DevMail }) {
  const words = useWords("devMail");
  return (
    <details class="message" open>
      <summary>
        <span class="message-subject" dir="auto">{subject}</span>
        <span class="quiet small">
          {to === null ? words.noRecipient : words.to({ recipient: to })}{" "}
          <DateTime at={createdAt} timeZone="UTC" style="short" />
        </span>
      </summary>
      <p class="message-text">
        {text.split("\n").map((line, index) => (
          <>
            {index > 0 && "\n"}
            {/^https?:\/\/\S+$/.test(line) ? <a href={line}>{line}</a> : line}
          </>
        ))}
      </p>
    </details>
  );
}
