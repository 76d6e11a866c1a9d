import type { ListenOptions } from "./types.ts";

/** Serves HTTP until the server is closed, by default on the first free port from 8000 to 8019. */
export async function serve(handler: Deno.ServeHandler, options: ListenOptions): Promise<void> {
  const ports = options.port === undefined ? Array.from({ length: 20 }, (_, i) => 8000 + i) : [options.port];
  for (const port of ports) {
    try {
      const server = Deno.serve({ onListen: announce, ...options, port } as Deno.ServeTcpOptions, handler);
      return await server.finished;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse) || port === ports.at(-1)) throw error;
    }
  }
}

function announce({ hostname, port }: Deno.NetAddr): void {
  const host = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
  console.log(`Listening on http://${host}:${port}/`);
}
