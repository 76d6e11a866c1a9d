import { z } from "zod";
import { type ListKey, type Page, pageOf, positionAfter } from "@/lib/cursor.ts";
import { deadline, type Sql } from "@/lib/db/pool.ts";
import { languageOf } from "@/lib/i18n/words.ts";
import { isSuperseded } from "./still_current.ts";

/** A message as its reader sees it. */
export const messageSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  language: z.string().describe("Language of the subject and the text, such as de"),
  subject: z.string(),
  text: z.string(),
  sentAt: z.iso.datetime(),
  bookingId: z.uuid().optional(),
}).meta({
  id: "Message",
  examples: [{
    id: "01977f6e-5d21-7e0c-8c3f-1a2b3c4d5e6f",
    kind: "confirmation",
    language: "en",
    subject: "Your tickets for The Glass Harmonium",
    text: "Hello Ada Brook,\n\nYou’re going to The Glass Harmonium.",
    sentAt: "2027-03-01T18:30:02.000Z",
    bookingId: "01977f6e-4b1c-7c3a-9a51-2f0f6b1c8d10",
  }],
});

export type MessageView = z.infer<typeof messageSchema>;

/**
 * A user's messages, newest first, without failed attempts to pay that were followed by another, and without those whose
 * words have been forgotten.
 * @throws {InvalidCursor}
 */
export async function listMessages(
  sql: Sql,
  userId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<MessageView>> {
  const list: ListKey = ["messages", userId];
  const [after] = positionAfter(list, cursor, z.tuple([z.uuid()])) ?? [null];
  const rows = await deadline(
    sql<
      (Omit<MessageView, "language" | "sentAt" | "bookingId"> & {
        locale: string;
        at: Date;
        bookingId: string | null;
      })[]
    >`
    select id, kind, locale, subject, text, coalesce(sent_at, created_at) as at, booking_id from messages m
    where subject <> '' and not ${
      isSuperseded(sql)
    } and buyer_id = ${userId} and (${after}::uuid is null or (created_at, id) < (
      select created_at, id from messages where id = ${after}
    ))
    order by created_at desc, id desc limit ${limit + 1}`,
  );
  const { items, nextCursor } = pageOf(list, rows, limit, (last) => [last.id]);
  const views = items.map(({ at, locale, bookingId, ...message }) => ({
    ...message,
    language: languageOf(locale),
    sentAt: at.toISOString(),
    ...(bookingId ? { bookingId } : {}),
  }));
  return { items: views, nextCursor };
}
