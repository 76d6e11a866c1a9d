/**
 * The names of the board's keys. `scripts/parts/keys.lua` builds the same names for keys that scripts discover as they
 * run. All keys of an event share a hash tag, so a cluster keeps them together.
 */
export interface BoardKeys {
  /** Epoch, version, statuses, feed, holds, claimed: the first keys of every script. */
  board: string[];
  epoch: string;
  version: string;
  statuses: string;
  /** Sorted set of active holds by expiry. */
  holds: string;
  /** Sorted set of claimed holds by the time of the claim. */
  claimed: string;
  /** The lock of the process that is rebuilding the board. */
  lock: string;
  /** The record of a hold, as JSON. */
  hold(holdId: string): string;
  /** Hash of an owner's holds: hold id → number of seats. */
  owner(owner: string): string;
  /** The same for an address. */
  address(address: string): string;
  /** When the holds counted under a cool-down's key were abandoned, as times separated by spaces. */
  abandoned(key: string): string;
  /** The id of the hold that has the seat. */
  seat(index: number): string;
}

/** The keys of one event's board. */
export function boardKeys(eventId: string): BoardKeys {
  const key = (name: string) => `{e:${eventId}}:${name}`;
  const [epoch, version, statuses, feed, holds, claimed] = [
    "epoch",
    "version",
    "statuses",
    "feed",
    "holds",
    "claimed",
  ].map(key);
  return {
    board: [epoch, version, statuses, feed, holds, claimed],
    epoch,
    version,
    statuses,
    holds,
    claimed,
    lock: key("lock"),
    hold: (holdId) => key(`hold:${holdId}`),
    owner: (owner) => key(`owner:${owner}`),
    address: (address) => key(`address:${address}`),
    abandoned: (who) => key(`abandoned:${who}`),
    seat: (index) => key(`seat:${index}`),
  };
}
