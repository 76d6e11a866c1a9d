/** What a browser remembers about a buyer's seats beyond one page. */

export interface SeatMemory {
  /** Ids of seats found by searches: the next search may replace those still chosen. */
  found(): string[];
  rememberFound(seatIds: string[]): void;
  /** Remembers the seats of an expired hold: after a reload, the page offers those still free. */
  rememberExpired(seatIds: string[]): void;
}

/** All tabs share what was found, as they share the hold; expired seats go into the page's URL. */
export function seatMemory(eventId: string): SeatMemory {
  const key = `found of ${eventId}`;
  return {
    found() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "[]");
      } catch {
        // The browser blocks the site's storage: found seats then count as chosen by hand.
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
      const url = new URL(location.href);
      url.searchParams.delete("seat");
      for (const id of seatIds) url.searchParams.append("seat", id);
      history.replaceState(history.state, "", url);
    },
  };
}
