import { startSweeper } from "@/lib/sweeper/sweeper.ts";
import type { Worker } from "./worker.ts";

/** Finishes whatever a lost message left. */
export const sweeper: Worker = { name: "sweeper", start: startSweeper };
