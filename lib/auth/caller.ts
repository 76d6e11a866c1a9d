/** Who makes a request. */
import type { Role } from "./permissions.ts";

/** An account, as far as a request needs to know it. */
export interface User {
  id: string;
  email: string;
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
  /** Who a browser was before it signed in; holds may belong to it. */
  visitorId: string | null;
  /** What the request was recognised by. Only what a browser sends by itself needs the check for other sites. */
  via: "cookie" | "bearer" | "none";
  /** The client's IP address. */
  address: string;
}

/** A caller with an account. */
export type SignedInCaller = Caller & { user: User };

/** The account of a caller who has been let in as signed in. */
export function userOf({ user }: Pick<Caller, "user">): User {
  if (!user) throw new TypeError("the caller is not signed in");
  return user;
}

/** The owners under which the board may know this caller: the account first, then the visitor. */
export function ownersOf(caller: Pick<Caller, "user" | "visitorId">): string[] {
  const owners: string[] = [];
  if (caller.user) owners.push(`u:${caller.user.id}`);
  if (caller.visitorId) owners.push(`v:${caller.visitorId}`);
  return owners;
}
