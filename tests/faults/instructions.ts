/** How the harness makes a process of the product misbehave. */
import type { FaultyPorts } from "./faulty_ports.ts";
import type { Command } from "./part.ts";
import type { PointInstruction } from "./points.ts";

/** What to do wrong. The seed determines everything random in the process. */
export type Instruction = PointInstruction | { ports: FaultyPorts; seed: number };

/** The command that runs a part with this instruction, instead of its usual command. */
export function faultyCommand(instruction: Instruction, partName: string, usual: Command): Command {
  const args = [JSON.stringify(instruction), ...partName.split(" ")];
  return { ...usual, task: "tests/faults/faulty_process.ts", args };
}
