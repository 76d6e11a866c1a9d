/** Loads the bookings that the account pages show. */
import { type Caller, userOf } from "@/lib/auth/caller.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { listPast, listUpcoming } from "./own_bookings.ts";
import type { Needs } from "./queries.ts";

const PAST_PAGE_SIZE = 20;

type PageNeeds = Needs & { now: () => number };

/** The next booking that has tickets. */
export async function loadAccount(needs: PageNeeds, caller: Caller) {
  const upcoming = await listUpcoming(needs, userOf(caller).id, needs.now());
  return { next: upcoming.find(({ tickets }) => tickets.length > 0) };
}

/** The page of past bookings that the URL asks for; the first page also lists the upcoming ones. */
export async function loadOwnBookings(
  needs: PageNeeds,
  caller: Caller,
  query: URLSearchParams,
) {
  const { id } = userOf(caller);
  const now = needs.now();
  const past = await readListPage(
    query,
    (cursor) => listPast(needs, id, { now, limit: PAST_PAGE_SIZE, cursor }),
  );
  return { upcoming: past.cursor ? [] : await listUpcoming(needs, id, now), past };
}
