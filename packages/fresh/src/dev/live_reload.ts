import { serve } from "../serve.ts";
import type { ListenOptions } from "../types.ts";

const PATH = "/_frsh/alive";

/** Reloads the page when the server is back after a restart, such as by `--watch`. */
export const LIVE_RELOAD_SCRIPT = `{
let wasOpen = false;
const connect = () => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "${PATH}");
  socket.onopen = () => { if (wasOpen) location.reload(); wasOpen = true; };
  socket.onclose = () => setTimeout(connect, 200);
};
connect();
}`;

/** Serves an app, and the WebSocket through which its pages detect a restart. */
export async function serveWithLiveReload(
  handler: (req: Request, info: Deno.ServeHandlerInfo) => Promise<Response>,
  options: ListenOptions,
): Promise<void> {
  await serve((req, info) => {
    const isSocket = new URL(req.url).pathname === PATH && req.headers.get("upgrade") === "websocket";
    return isSocket ? Deno.upgradeWebSocket(req).response : handler(req, info);
  }, options);
}
