/** Bookings are their owners' alone. */
export { requireAccount as default } from "@/lib/auth/page_access.ts";
