/** Permissions: the single table of roles and actions. Ownership is a matter of the data and not decided here. */

/** From least to most privileged. A new account is a `visitor`; other roles are granted. */
export const roles = ["visitor", "checkin", "organizer", "admin"] as const;
export type Role = (typeof roles)[number];

/** The roles of people who work here. */
export const staffRoles: readonly Role[] = ["checkin", "organizer", "admin"];
const organizers: readonly Role[] = ["organizer", "admin"];
const admins: readonly Role[] = ["admin"];

/** Without a permission for every event or hall, the other actions apply only to the user's own. */
const permissions = {
  "own-account": roles,
  // Also while the account lacks the second factor that its role needs.
  "secure-account": roles,
  "book": roles,
  "list-events": staffRoles,
  "check-in": staffRoles,
  "edit-events": organizers,
  "edit-halls": organizers,
  "see-bookings": organizers,
  "refund": organizers,
  "see-every-event": ["checkin", "admin"],
  "see-drafts": organizers,
  "every-event": admins,
  "every-hall": admins,
  "every-booking": admins,
  "dead-letters": admins,
  "see-system": admins,
  "manage-accounts": admins,
  "read-audit": admins,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;

/** Whether a role allows an action at all. */
export function may(role: Role, action: Action): boolean {
  return (permissions[action] as readonly Role[]).includes(role);
}

/** The roles that allow an action. */
export function rolesThatMay(action: Action): readonly Role[] {
  return permissions[action];
}
