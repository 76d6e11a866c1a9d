/** What pages and islands may use on both sides. This is the server's version; browsers load `client/runtime.ts`. */
export { asset, assetSrcSet } from "./assets.ts";
export { HttpError } from "./error.ts";
export { Head } from "./render/head.ts";
export type { HeadProps } from "./render/head.ts";

/** Whether the code runs in a browser. */
export const IS_BROWSER = typeof document !== "undefined";
