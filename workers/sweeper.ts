import { startSweeper } from "@/lib/sweeper/sweeper.ts";
import type { Worker } from "./worker.ts";

/** Finishes what lost messages left unfinished. */
export const sweeper: Worker = { name: "sweeper", start: startSweeper };
