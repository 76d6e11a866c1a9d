/**
 * A part of the product with a fault in its ports: `deno run -A tests/faults/faulty_process.ts <fault> web` or
 * `… <fault> <worker …>`. Apart from the wrapped ports it is composed as `tasks/web.ts` and `tasks/worker.ts` are.
 */
import { loadSecrets } from "@/lib/config.ts";
import { createServices, type Services } from "@/lib/services.ts";
import { Progress } from "../../tasks/progress.ts";
import { announce, readConfig, requireShared, runUntilStopped, serveWeb } from "../../tasks/run.ts";
import { startWorkers } from "../../workers/mod.ts";
import { faultyPorts } from "./faulty_ports.ts";

await runUntilStopped(async (parts) => {
  const [fault, ...names] = Deno.args;
  const makeFaulty: ((services: Services) => Partial<Services>) | undefined = {
    ...faultyPorts,
  }[fault as keyof typeof faultyPorts];
  if (!makeFaulty) throw new Error(`there is no fault ${fault}`);
  const config = requireShared("faulty process", readConfig());
  const services = createServices(config, await loadSecrets(config));
  parts.push({ stop: services.close });
  const faulty = { ...services, ...makeFaulty(services) };
  if (names.includes("web")) {
    const progress = new Progress();
    parts.push(await serveWeb(faulty, progress));
    announce(config, progress);
  } else {
    parts.push(startWorkers(faulty, names));
    console.log(`Working: ${names.join(", ")}`);
  }
});
