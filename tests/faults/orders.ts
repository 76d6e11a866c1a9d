/** What the harness tells a process of the product to do wrong. */
import type { FaultyPorts } from "./faulty_ports.ts";
import type { Command } from "./part.ts";
import type { PointOrder } from "./points.ts";

/** Everything that is left to chance in the process follows from the seed. */
export type Order = PointOrder | { ports: FaultyPorts; seed: number };

/** The command that runs a part with such an order in place of its usual one. */
export function faultyCommand(order: Order, partName: string, usual: Command): Command {
  const args = [JSON.stringify(order), ...partName.split(" ")];
  return { ...usual, task: "tests/faults/faulty_process.ts", args };
}
