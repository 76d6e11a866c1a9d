/** Serves the app with live reload using Fresh's Builder; `build` makes the production build. */
import { Builder } from "fresh/dev";
import { parseConfig } from "@/lib/config.ts";
import { build } from "./tasks/build.ts";

if (Deno.args.includes("build")) {
  await build();
} else {
  const { host: hostname, port } = parseConfig(Deno.env.toObject());
  await new Builder().listen(() => import("./main.ts"), { hostname, port });
}
