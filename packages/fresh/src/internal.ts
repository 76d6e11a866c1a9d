/** Only for the `server.js` of a build. */
export { serverOf } from "./snapshot.ts";
