/** Messages about an account: its address, its password, and whoever tries to use them. */
import type { Transaction } from "@/lib/db/pool.ts";
import type { Words } from "@/lib/i18n/words.gen.ts";
import { wordsFor } from "@/lib/i18n/words.ts";
import { isolated } from "@/lib/text/isolated.ts";
import { type AccountMessageKind, letter, type Message, type Written } from "./templates.ts";
import { insertMessages } from "./write.ts";

/** What a message says after its greeting. A `linkId` is that of its one-time link. */
export type AccountNews =
  /** `isNew`: the address is to replace the account's. */
  | { kind: "confirm-email"; linkId: string; email: string; isNew: boolean }
  | { kind: "password-reset"; linkId: string }
  | { kind: "password-changed" }
  /** Sent to the address that `newEmail` is to replace. */
  | { kind: "email-changing"; newEmail: string }
  /** Somebody tried to register with the address of the account. */
  | { kind: "account-exists" }
  /** `device`: its name in the reader's language. */
  | { kind: "new-device"; device: string }
  /**
   * Two-step verification was turned on or off, the app removed while there are still passkeys, a passkey added or removed
   * (`passkey` is its name), or an account at an identity provider connected or disconnected.
   */
  | {
    kind: "factor-changed";
    change:
      | "on"
      | "off"
      | "appRemoved"
      | "passkeyAdded"
      | "passkeyRemoved"
      | "identityAdded"
      | "identityRemoved";
    passkey: string;
  }
  /** So many wrong codes were entered after the correct password that none is accepted for a while. */
  | { kind: "wrong-codes" };

/** Whom a message is for, and where its links lead. */
export interface AccountReader {
  userId: string;
  name: string;
  /** The language, and the format of dates. */
  locale: string;
  /** The site's URL, without a trailing slash. */
  site: string;
}

/** Writes a message and queues its delivery, to `recipient` or else to the account's address. */
export async function writeAccountMessage(
  tx: Transaction,
  reader: AccountReader,
  news: AccountNews,
  recipient: string | null = null,
): Promise<void> {
  const { userId } = reader;
  const fact = "linkId" in news ? news.linkId : "";
  const message = composeAccountMessage(reader, news);
  await insertMessages(tx, [{
    kind: news.kind,
    buyerId: userId,
    bookingId: null,
    fact,
    recipient,
    ...message,
  }]);
}

/** An account gets at most this many messages of one kind in an hour, so that nobody can flood its owner's mailbox. */
const MAILS_PER_HOUR = 5;

/**
 * Whether an account may get another message of this kind within the hour. The caller's transaction must have locked the
 * account's row.
 */
export async function mayWriteTo(
  tx: Transaction,
  userId: string,
  kind: AccountMessageKind,
): Promise<boolean> {
  const recent = await tx`
    select from messages
    where buyer_id = ${userId} and created_at > now() - interval '1 hour' and kind = ${kind}
    limit ${MAILS_PER_HOUR}`;
  return recent.count < MAILS_PER_HOUR;
}

/** Composes a message. */
export function composeAccountMessage(
  { name, locale, site }: Omit<AccountReader, "userId">,
  news: AccountNews,
): Message {
  const { subject, parts } = contentOf(news, wordsFor(locale).mail.account, site);
  return letter({ name: isolated(name), locale, subject }, parts);
}

function contentOf(
  news: AccountNews,
  words: Words["mail"]["account"],
  site: string,
): { subject: string; parts: Written[] } {
  const link = (path: string, label: string, oneTimeLink?: string) =>
    ({ kind: "link", address: site + path, label, oneTimeLink }) as const;
  const newPassword = link("/forgot", words.setNewPassword);
  switch (news.kind) {
    case "confirm-email": {
      const email = isolated(news.email);
      const { confirm } = words;
      return {
        subject: news.isNew ? confirm.subjectNew : confirm.subject,
        parts: [
          news.isNew ? confirm.textNew({ email }) : confirm.text({ email }),
          news.isNew ? confirm.notYouNew : confirm.notYou,
          link("/confirm", confirm.link, news.linkId),
        ],
      };
    }
    case "password-reset": {
      const { reset } = words;
      return {
        subject: reset.subject,
        parts: [reset.text, reset.notYou, link("/reset", words.setNewPassword, news.linkId)],
      };
    }
    case "password-changed": {
      const { passwordChanged } = words;
      return {
        subject: passwordChanged.subject,
        parts: [passwordChanged.text, passwordChanged.notYou, newPassword],
      };
    }
    case "email-changing": {
      const { emailChanging } = words;
      return {
        subject: emailChanging.subject,
        parts: [emailChanging.text({ email: isolated(news.newEmail) }), emailChanging.notYou, newPassword],
      };
    }
    case "account-exists": {
      const { exists } = words;
      return { subject: exists.subject, parts: [exists.text, exists.notYou, newPassword] };
    }
    case "new-device": {
      const { newDevice } = words;
      return {
        subject: newDevice.subject,
        parts: [
          newDevice.text({ device: isolated(news.device) }),
          link("/account/security", newDevice.devices),
          newDevice.notYou,
          newPassword,
        ],
      };
    }
    case "factor-changed": {
      const { factorChanged } = words;
      const { change } = news;
      return {
        subject: factorChanged.subject({ change }),
        parts: [
          factorChanged.text({ change, passkey: isolated(news.passkey) }),
          factorChanged.notYou,
          newPassword,
        ],
      };
    }
    case "wrong-codes": {
      const { wrongCodes } = words;
      return { subject: wrongCodes.subject, parts: [wrongCodes.text, wrongCodes.notYou, newPassword] };
    }
    default:
      return news satisfies never;
  }
}
