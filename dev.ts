/** Fresh's Builder: serves the app with live reload, or with `build` writes `_fresh/` for `deno serve`. */
import { Builder } from "fresh/dev";

const builder = new Builder();
if (Deno.args.includes("build")) {
  await builder.build();
} else {
  await builder.listen(() => import("./main.ts"));
}
