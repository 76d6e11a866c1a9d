/**
 * A part of the product with a fault in its ports: `deno run -A tests/faults/faulty_process.ts <order> web` or
 * `… <order> <worker …>`. Apart from the fault it is composed as `tasks/web.ts` and `tasks/worker.ts` are.
 */
import { loadSecrets } from "@/lib/config.ts";
import { seededRandom } from "@/lib/demo/random.ts";
import { createServices, type Services } from "@/lib/services.ts";
import { Progress } from "../../tasks/progress.ts";
import { announce, readConfig, requireShared, runUntilStopped, serveWeb } from "../../tasks/run.ts";
import { startWorkers } from "../../workers/mod.ts";
import { faultyPorts } from "./faulty_ports.ts";
import type { Order } from "./orders.ts";
import { ArmedPoint, withPoint } from "./points.ts";

/** The services as ordered, and what to do once the process is ready. */
function disturbed(services: Services, order: Order): { services: Services; arm(): void } {
  if ("point" in order) {
    const point = new ArmedPoint(order);
    return { services: withPoint(services, point), arm: () => point.arm() };
  }
  faultyPorts[order.ports](services, seededRandom(order.seed));
  return { services, arm() {} };
}

const [order, ...names] = Deno.args;
await runUntilStopped(async (parts) => {
  const config = requireShared("faulty process", readConfig());
  const usual = createServices(config, await loadSecrets(config));
  parts.push({ stop: usual.close });
  const { services, arm } = disturbed(usual, JSON.parse(order));
  if (names.includes("web")) {
    parts.push(await serveWeb(services));
    announce(config, new Progress());
  } else {
    parts.push(startWorkers(services, names));
    console.log(`Working: ${names.join(", ")}`);
  }
  arm();
});
