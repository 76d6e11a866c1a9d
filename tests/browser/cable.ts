/** A connection to a server; it can be cut, like a phone's in a tunnel. */
export class Cable {
  readonly #server: { hostname: string; port: number };
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #connections = new Set<Deno.TcpConn>();
  #state: "open" | "cut" | "refusing" = "open";
  #refused = Promise.withResolvers<void>();

  constructor(serverUrl: string) {
    const { hostname, port } = new URL(serverUrl);
    this.#server = { hostname, port: Number(port) };
    this.#acceptAll();
  }

  /** The server's URL through the cable. */
  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** Closes all connections and accepts no others. */
  cut(): void {
    this.#state = "cut";
    for (const connection of this.#connections) closeIfOpen(connection);
    this.#connections.clear();
  }

  /** Accepts connections again. */
  restore(): void {
    this.#state = "open";
  }

  /** Refuses one request with 503, like a proxy whose server is starting, and then accepts connections again. */
  async restoreSlowly(): Promise<void> {
    this.#state = "refusing";
    await this.#refused.promise;
  }

  [Symbol.dispose](): void {
    this.cut();
    this.#listener.close();
  }

  async #acceptAll(): Promise<void> {
    for await (const connection of this.#listener) {
      if (this.#state === "cut") connection.close();
      else if (this.#state === "refusing") this.#refuse(connection);
      else await this.#connect(connection);
    }
  }

  async #refuse(connection: Deno.TcpConn): Promise<void> {
    // Browsers also open connections in advance, on which no request arrives.
    const isRequest = await connection.read(new Uint8Array(16 * 1024)).catch(() => null) !== null;
    if (!isRequest || this.#state !== "refusing") return closeIfOpen(connection);
    const response = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    await connection.write(new TextEncoder().encode(response));
    closeIfOpen(connection);
    this.#state = "open";
    this.#refused.resolve();
  }

  async #connect(client: Deno.TcpConn): Promise<void> {
    const server = await Deno.connect(this.#server);
    if (this.#state === "cut") return [client, server].forEach(closeIfOpen);
    this.#connections.add(client).add(server);
    for (const [from, to] of [[client, server], [server, client]]) {
      // Broken connections are what this class is for.
      from.readable.pipeTo(to.writable).catch(() => {});
    }
  }
}

function closeIfOpen(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    // It has already been closed by the other side.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
