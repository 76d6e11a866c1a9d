/** What the pages of an account show of its devices and bookings. */
import { type Caller, userOf } from "@/lib/auth/caller.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { readListPage } from "@/lib/http/page_query.ts";
import { listPast, listUpcoming } from "./own_bookings.ts";
import type { Needs } from "./queries.ts";

const PAST_PAGE_SIZE = 20;

type PageNeeds = Needs & { now: () => number };

/** The signed-in devices, and the next evening that there are tickets for. */
export async function loadAccount(
  needs: PageNeeds & { sessions: Sessions },
  caller: Caller,
) {
  const { id } = userOf(caller);
  const [devices, upcoming] = await Promise.all([
    needs.sessions.devices(id),
    listUpcoming(needs, id, needs.now()),
  ]);
  return { devices, next: upcoming.find(({ tickets }) => tickets.length > 0) };
}

/** A part of the past bookings, as the address asks for it; what is still to come stands above the first part. */
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
