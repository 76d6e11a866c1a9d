import { useWords } from "@/components/layout/words.tsx";
import type { StaffAccount } from "@/lib/staff/accounts.ts";

/** What an account's owner needs besides the password to sign in. */
export function AccountFactors({ account: { factors } }: { account: Pick<StaffAccount, "factors"> }) {
  const words = useWords("staffAccounts");
  if (factors.length === 0) return <>{words.noFactor}</>;
  return (
    <span class="cluster">
      {factors.map((factor) => <span class="badge" key={factor}>{words.factorName({ factor })}</span>)}
    </span>
  );
}
