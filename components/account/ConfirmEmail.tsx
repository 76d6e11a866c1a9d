import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** The outcome of requesting another link. */
export type LinkOutcome = "sent" | "later";

/** What came of requesting another link, from the URL of the redirect back to a page. */
export function linkOutcomeOf({ searchParams }: URL): LinkOutcome | null {
  const outcome = searchParams.get("link");
  return outcome === "sent" || outcome === "later" ? outcome : null;
}

/** Reminds the owner of an account to confirm its address, and sends the link again. */
export function ConfirmEmail({ email, outcome, from }: {
  email: string;
  outcome: LinkOutcome | null;
  /** The page to return to, if it is not the account's first. */
  from?: "security";
}) {
  const words = useWords("account").toConfirm;
  return (
    <div class="confirm-email">
      <Notice title={words.title}>
        <p>
          {outcome === "sent"
            ? words.sent({ email })
            : outcome === "later"
            ? words.tooMany
            : words.text({ email })}
        </p>
        <form method="post" action="/account/confirmation">
          <button type="submit" name="from" value={from} class="button button-small">{words.again}</button>
        </form>
      </Notice>
    </div>
  );
}
