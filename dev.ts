/** Fresh's Builder: serves the app with live reload, or with `build` writes `_fresh/` for `deno serve`. */
import { Builder } from "fresh/dev";
import { parseConfig } from "@/lib/config.ts";

const builder = new Builder();
if (Deno.args.includes("build")) {
  await builder.build();
} else {
  const { host: hostname, port } = parseConfig(Deno.env.toObject());
  await builder.listen(() => import("./main.ts"), { hostname, port });
}
