import { requireAccount } from "@/lib/auth/page_access.ts";

export default requireAccount;
