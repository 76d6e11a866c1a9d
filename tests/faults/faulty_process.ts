/**
 * A part of the product with a fault in its ports: `deno run -A tests/faults/faulty_process.ts <instruction> web` or
 * `… <instruction> <worker …>`. Apart from the fault, it is composed like `tasks/web.ts` and `tasks/worker.ts`.
 */
import { loadSecrets } from "@/lib/config/secrets.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import { createServices, type Services } from "@/lib/services.ts";
import { Progress } from "../../tasks/progress.ts";
import { announce, readConfig, requireShared, runUntilStopped, serveWeb } from "../../tasks/run.ts";
import { startWorkers } from "../../workers/mod.ts";
import { faultyPorts } from "./faulty_ports.ts";
import type { Instruction } from "./instructions.ts";
import { ArmedPoint, withPoint } from "./points.ts";

/** The services with the fault, and a function to call once the process is ready. */
function withFault(services: Services, instruction: Instruction): { services: Services; arm(): void } {
  if ("point" in instruction) {
    const point = new ArmedPoint(instruction);
    return { services: withPoint(services, point), arm: () => point.arm() };
  }
  faultyPorts[instruction.ports](services, seededRandom(instruction.seed));
  return { services, arm() {} };
}

const [instruction, ...names] = Deno.args;
await runUntilStopped(async (parts) => {
  const config = requireShared("faulty process", readConfig());
  const usual = createServices(config, await loadSecrets(config));
  parts.push({ stop: usual.close });
  const { services, arm } = withFault(usual, JSON.parse(instruction));
  if (names.includes("web")) {
    parts.push(await serveWeb(services));
    announce(config, new Progress());
  } else {
    parts.push(startWorkers(services, names));
    console.log(`Working: ${names.join(", ")}`);
  }
  arm();
});
