/** Serves the app with live reload by Fresh's Builder, or with `build` makes the build that production serves. */
import { Builder } from "fresh/dev";
import { parseConfig } from "@/lib/config.ts";
import { build } from "./tasks/build.ts";

if (Deno.args.includes("build")) {
  await build();
} else {
  const { host: hostname, port } = parseConfig(Deno.env.toObject());
  await new Builder().listen(() => import("./main.ts"), { hostname, port });
}
