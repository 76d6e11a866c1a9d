import { startRelay } from "@/lib/messaging/relay.ts";
import type { Worker } from "./worker.ts";

/** Outbox → event log. Any number may run; one is active at a time. */
export const relay: Worker = { name: "relay", start: startRelay };
