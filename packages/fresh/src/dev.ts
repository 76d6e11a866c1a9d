/** The development side of the package: building an app, and running it while one works on it. */
export { Builder, type BuilderOptions, type BuildOptions } from "./dev/builder.ts";
