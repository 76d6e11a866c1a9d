/**
 * Who buys, and who may read a booking. A buyer is an account, or a guest with an email address alone: all guests with the
 * same address are one buyer.
 */
import { v7 as uuidv7 } from "uuid";
import { type LinkedBooking, openedBookings } from "@/lib/auth/booking_links.ts";
import type { Caller, User } from "@/lib/auth/caller.ts";
import { may } from "@/lib/auth/permissions.ts";
import { nameColumns } from "@/lib/auth/search_name.ts";
import type { Secrets } from "@/lib/config/secrets.ts";
import type { Actor } from "@/lib/db/audit_log.ts";
import { type Queryable, type Sql, transaction } from "@/lib/db/pool.ts";
import type { Cookies } from "@/lib/http/wire/cookies.ts";
import { emailAddress, emailKey } from "@/lib/text/email_address.ts";
import { SEARCH_VERSION } from "@/lib/text/search_words.ts";
import { typedLine } from "@/lib/text/typed_text.ts";

/** Who books: an account, or a guest in a browser. */
export type Purchaser = { accountId: string } | Guest;

export interface Guest {
  visitorId: string;
  email: string;
  /** Empty if not given. */
  name: string;
}

const NAME_LENGTH_MAX = 100;

/** What a guest says about themselves. */
export const guestShape = {
  email: emailAddress,
  name: typedLine(NAME_LENGTH_MAX).min(1),
};

/** The owner of a purchaser's idempotency keys. */
export function keyOwnerOf(purchaser: Purchaser): string {
  return "accountId" in purchaser ? purchaser.accountId : purchaser.visitorId;
}

/** The members of a placing that say who books. */
export type PurchaserColumns =
  | { account_id: string }
  | {
    visitor_id: string;
    /** The id of the buyer if it is the first booking with this address. */
    guest_id: string;
    email_key: string;
    email: string;
    name: string;
    search_name: string;
    search_version: number;
  };

export function purchaserColumns(purchaser: Purchaser): PurchaserColumns {
  if ("accountId" in purchaser) return { account_id: purchaser.accountId };
  const { visitorId, email } = purchaser;
  const { name, searchName, searchVersion } = nameColumns(purchaser.name);
  return {
    visitor_id: visitorId,
    guest_id: uuidv7(),
    email_key: emailKey(email),
    email,
    name,
    search_name: searchName,
    search_version: searchVersion,
  };
}

/** Someone who acts on their own bookings: as an account, as a guest in a browser, or through links that they opened. */
export interface BookingOwner extends Actor {
  visitorId?: string | null;
  opened?: readonly LinkedBooking[];
}

/** Someone who reads bookings; staff may read others', too. */
export interface BookingReader extends BookingOwner {
  user: User | null;
}

/** The caller of a request as a reader of bookings. */
export function readerOf({ caller, cookies, services: { secrets } }: {
  caller: Caller;
  cookies: Cookies;
  services: { secrets: Pick<Secrets, "cookieSecrets"> };
}): BookingReader {
  const { user, visitorId, address, via } = caller;
  const opened = via === "bearer" ? [] : openedBookings(cookies, secrets.cookieSecrets);
  return { id: user?.id ?? null, user, visitorId, opened, address };
}

/** Whether a person may read everyone's bookings. */
export function readsEveryBooking({ user }: Pick<BookingReader, "user">): boolean {
  return user !== null && may(user.role, "every-booking");
}

/** SQL: whether booking `b` is one of the owner's. */
export function isOwn(sql: Queryable, { id, visitorId = null, opened = [] }: BookingOwner) {
  return sql`(b.buyer_id = ${id} or b.visitor_id = ${visitorId} or (b.id, b.key_version) in (
    select * from unnest(${opened.map(({ id }) => id)}::uuid[], ${
    opened.map(({ keyVersion }) => keyVersion)
  }::integer[])))`;
}

/** What staff see of a buyer. */
export interface Buyer {
  /** Null if not given, or erased. */
  name: string | null;
  email: string | null;
  /** The id of the account; null for a guest, and once the account is deleted. */
  account: string | null;
}

/** SQL: the {@link Buyer} of booking `b`, as JSON. */
export function buyerOf(sql: Queryable) {
  return sql`(
    select json_build_object('name', nullif(coalesce(c.name, u.name), ''), 'email', coalesce(c.email, u.email),
      'account', case when u.deleted_at is null then u.id end)
    from (select b.id, b.buyer_id) as booking left join booking_contacts c on c.booking_id = booking.id
    left join users u on u.id = booking.buyer_id)`;
}

/** Like `renewNameColumns` of accounts, for the contact of one guest's booking. */
export async function renewContactColumns(sql: Sql): Promise<boolean> {
  return await transaction(sql, async (tx) => {
    const [contact] = await tx<[{ bookingId: string; name: string }?]>`
      select booking_id, name from booking_contacts where search_version < ${SEARCH_VERSION}
      order by search_version limit 1 for update skip locked`;
    if (!contact) return false;
    await tx`
      update booking_contacts set ${tx(nameColumns(contact.name))} where booking_id = ${contact.bookingId}`;
    return true;
  });
}
