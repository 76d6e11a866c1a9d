/** A TCP proxy whose target and delays the harness controls. */

export class TcpProxy {
  readonly #listener: Deno.TcpListener;
  readonly #connections = new Set<Deno.Conn>();
  /** The port on this machine to which new connections are forwarded. */
  target: number;
  /** How long the next chunk from a client is delayed, in milliseconds. Later chunks wait, too. */
  delayMs: () => number = () => 0;

  private constructor(target: number) {
    this.target = target;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#accept();
  }

  static to(port: number): TcpProxy {
    return new TcpProxy(port);
  }

  /** The port that clients connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  stop(): void {
    this.#listener.close();
    for (const connection of this.#connections) this.#close(connection);
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) this.#serve(client);
  }

  async #serve(client: Deno.TcpConn): Promise<void> {
    client.setNoDelay();
    this.#connections.add(client);
    try {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.target });
      server.setNoDelay();
      this.#connections.add(server);
      // When one side ends, the other is closed.
      await Promise.race([
        pump(client, server, () => this.delayMs()),
        pump(server, client, () => 0),
      ]).finally(() => this.#close(server));
    } catch {
      // The server is down or a connection was reset: the client's connection is closed.
    } finally {
      this.#close(client);
    }
  }

  #close(connection: Deno.Conn): void {
    if (this.#connections.delete(connection)) connection.close();
  }
}

async function pump(from: Deno.Conn, to: Deno.Conn, delayMs: () => number): Promise<void> {
  const buffer = new Uint8Array(65_536);
  while (true) {
    const count = await from.read(buffer);
    if (count === null) return;
    const ms = delayMs();
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    for (let written = 0; written < count;) written += await to.write(buffer.subarray(written, count));
  }
}
