import type { User } from "@/lib/auth/caller.ts";
import type { Transaction } from "@/lib/db/pool.ts";
import { type AccountNews, mayWriteTo, writeAccountMessage } from "@/lib/notifications/account_messages.ts";
import { type MessageServices, type Origin, readerOf } from "./confirmation.ts";

/** Emails an account's owner what happened to it, at most a few times an hour for each kind of message. */
export async function tellOwner(
  tx: Transaction,
  services: Pick<MessageServices, "config">,
  user: Pick<User, "id" | "name" | "locale">,
  origin: Pick<Origin, "locale">,
  news: AccountNews,
): Promise<void> {
  // Concurrent requests wait here, so that each sees what the ones before have sent.
  await tx`select from users where id = ${user.id} for no key update`;
  if (!await mayWriteTo(tx, user.id, news.kind)) return;
  await writeAccountMessage(tx, readerOf(user, origin, services), news);
}
