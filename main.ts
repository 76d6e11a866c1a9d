/**
 * The app as `dev.ts` and every build serve it. `deno task start` and `deno task web` provide its services; on its own,
 * as under `deno serve`, it creates them from the environment.
 */
import { servicesOfProcess } from "@/lib/process_services.ts";
import { createApp } from "./app.ts";

export const app = createApp(await servicesOfProcess());
