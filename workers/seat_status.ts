import { startSeatStatus } from "@/lib/holds/seat_status.ts";
import type { Worker } from "./worker.ts";

/** The board's feeds → seat.status, for other systems. */
export const seatStatus: Worker = { name: "seat-status", start: startSeatStatus };
