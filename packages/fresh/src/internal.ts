/** For the `server.js` of a build alone. */
export { serverOf } from "./snapshot.ts";
