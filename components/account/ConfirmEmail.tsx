import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** The outcome of requesting another link. */
export type LinkOutcome = "sent" | "later";

/** Reminds the owner of an account to confirm its address, and sends the link again. */
export function ConfirmEmail({ email, outcome }: { email: string; outcome: LinkOutcome | null }) {
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
          <button type="submit" class="button button-small">{words.again}</button>
        </form>
      </Notice>
    </div>
  );
}
