/** The development side of the package: building an app, and serving it during development. */
export { Builder, type BuilderOptions, type BuildOptions } from "./dev/builder.ts";
