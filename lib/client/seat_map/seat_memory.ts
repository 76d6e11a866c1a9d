/** What a browser remembers of a buyer's seats beyond the page. */

export interface SeatMemory {
  /** Seats, by id, that searches gave: the next search may replace those that are still chosen. */
  found(): string[];
  rememberFound(seatIds: string[]): void;
  /** Seats of a hold that has expired: loaded again, the page offers those that are still free. */
  rememberExpired(seatIds: string[]): void;
}

/** All tabs share what was found, as they share the hold; expired seats go into the page's address. */
export function seatMemory(eventId: string): SeatMemory {
  const key = `found of ${eventId}`;
  return {
    found() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "[]");
      } catch {
        // A browser that keeps nothing for the site: then seats that were found count as chosen by hand.
        return [];
      }
    },
    rememberFound(seatIds) {
      try {
        localStorage.setItem(key, JSON.stringify(seatIds));
      } catch {
        // As above.
      }
    },
    rememberExpired(seatIds) {
      const address = new URL(location.href);
      address.searchParams.delete("seat");
      for (const id of seatIds) address.searchParams.append("seat", id);
      history.replaceState(history.state, "", address);
    },
  };
}
