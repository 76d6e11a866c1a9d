import { useWords } from "@/components/layout/words.tsx";
import type { Role } from "@/lib/auth/permissions.ts";
import type { StaffAccount } from "@/lib/staff/accounts.ts";

/** Those who may see other people's data stand out. */
const kinds: Record<Role, "info" | "warning" | undefined> = {
  visitor: undefined,
  checkin: "info",
  organizer: "info",
  admin: "warning",
};

/** An account's role, and whether it is locked. */
export function AccountBadges({ account: { role, locked } }: {
  account: Pick<StaffAccount, "role" | "locked">;
}) {
  const words = useWords("staffAccounts");
  return (
    <span class="cluster">
      <span class="badge" data-kind={kinds[role]}>{words.roleName({ role })}</span>
      {locked && <span class="badge" data-kind="danger">{words.locked}</span>}
    </span>
  );
}
