/** The caller of a request. */
import type { Role } from "./permissions.ts";

/** The part of an account that requests need. */
export interface User {
  id: string;
  email: string;
  /** Whether the owner has proved that the address is theirs. */
  emailConfirmed: boolean;
  name: string;
  role: Role;
  /** BCP 47, or null for the browser's. */
  locale: string | null;
}

export interface Caller {
  /** Null for a guest. */
  user: User | null;
  /** The signed-in device. */
  sessionId: string | null;
  /** The visitor that a browser was before it signed in; holds may belong to it. */
  visitorId: string | null;
  /** How the caller was identified. Only credentials that browsers send automatically need the cross-site check. */
  via: "cookie" | "bearer" | "none";
  /** The client's IP address. */
  address: string;
}

/** A caller with an account. */
export type SignedInCaller = Caller & { user: User };

/** The account of a caller who is known to be signed in. */
export function userOf({ user }: Pick<Caller, "user">): User {
  if (!user) throw new TypeError("the caller is not signed in");
  return user;
}

/** The account of a caller who is known to be signed in, with the caller's network address, for the audit log. */
export function actorOf(caller: Pick<Caller, "user" | "address">): User & { address: string } {
  return { ...userOf(caller), address: caller.address };
}

/** The owners under which this caller may have holds on the board: the account first, then the visitor. */
export function ownersOf(caller: Pick<Caller, "user" | "visitorId">): string[] {
  const owners: string[] = [];
  if (caller.user) owners.push(`u:${caller.user.id}`);
  if (caller.visitorId) owners.push(`v:${caller.visitorId}`);
  return owners;
}
