/**
 * A closed loop of HTTP/1.1 clients: each connection sends its next request once it has the previous response. It is
 * cheap, because it shares the machine with what it measures: requests are prebuilt bytes, and of a response only the
 * head is parsed. Nothing is pipelined.
 */

/** The results of one run. */
export interface LoadResult {
  durationMs: number;
  /** Responses by status. */
  statuses: Record<number, number>;
  /** From the first byte sent to the last byte read, for responses with a good status; ascending. */
  latenciesMs: Float64Array;
}

export interface LoadOptions {
  /** The server's URL; its path is ignored. */
  url: string;
  connections: number;
  /** Sent once each, in order, by whichever connection is free; see {@link requestBytes}. */
  requests: Uint8Array[];
  /** Whether a response counts as completed work. Others are only counted by status. */
  isGood: (status: number) => boolean;
  /** No request is sent after this time. */
  durationMsMax: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of one request; a body is sent as JSON. */
export function requestBytes(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Uint8Array {
  const text = body === undefined ? "" : JSON.stringify(body);
  const all = {
    host: "127.0.0.1",
    ...headers,
    ...(text &&
      { "content-type": "application/json", "content-length": String(encoder.encode(text).length) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return encoder.encode(`${method} ${path} HTTP/1.1\r\n${lines}\r\n${text}`);
}

/** Sends all requests and waits for all responses, within the time limit. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { url, connections, requests, isGood, durationMsMax } = options;
  const { hostname, port } = new URL(url);
  const open = await Promise.all(
    Array.from({ length: connections }, () => Deno.connect({ hostname, port: Number(port) })),
  );
  const statuses: Record<number, number> = {};
  const latencies: number[] = [];
  let next = 0;
  const startedAt = performance.now();

  async function useConnection(connection: Deno.TcpConn): Promise<void> {
    connection.setNoDelay(true);
    const responses = new ResponseReader(connection);
    while (next < requests.length && performance.now() - startedAt < durationMsMax) {
      const request = requests[next++];
      const sentAt = performance.now();
      await writeAll(connection, request);
      const status = await responses.read();
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (isGood(status)) latencies.push(performance.now() - sentAt);
    }
  }

  try {
    await Promise.all(open.map(useConnection));
    const durationMs = performance.now() - startedAt;
    return { durationMs, statuses, latenciesMs: Float64Array.from(latencies).sort() };
  } finally {
    for (const connection of open) connection.close();
  }
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

const HEAD_BYTES_MAX = 16 * 1024;

/** Splits the bytes of a connection into responses. */
export class ResponseReader {
  readonly #source: Pick<Deno.TcpConn, "read">;
  readonly #buffer = new Uint8Array(64 * 1024);
  #start = 0;
  #end = 0;

  constructor(source: Pick<Deno.TcpConn, "read">) {
    this.#source = source;
  }

  /** The status of the next response, whose body is read to the end and discarded. */
  async read(): Promise<number> {
    const headLength = await this.#headLength();
    const head = decoder.decode(this.#buffer.subarray(this.#start, this.#start + headLength));
    this.#start += headLength;
    const { status, bodyLength } = parseHead(head);
    await this.#skip(bodyLength);
    return status;
  }

  async #headLength(): Promise<number> {
    for (let seen = this.#start;;) {
      const at = endOfHead(this.#buffer.subarray(0, this.#end), seen);
      if (at !== -1) return at - this.#start;
      seen = Math.max(this.#start, this.#end - 3);
      if (this.#end - this.#start > HEAD_BYTES_MAX) throw new Error("the head of a response is too long");
      if (this.#end === this.#buffer.length) {
        this.#buffer.copyWithin(0, this.#start, this.#end);
        seen -= this.#start;
        this.#end -= this.#start;
        this.#start = 0;
      }
      await this.#fill();
    }
  }

  async #skip(length: number): Promise<void> {
    let left = length - (this.#end - this.#start);
    if (left <= 0) {
      this.#start += length;
    } else {
      while (left > 0) {
        this.#end = 0;
        await this.#fill();
        left -= this.#end;
      }
      // The bytes after the body are the start of the next response.
      this.#start = this.#end + left;
    }
    if (this.#start === this.#end) this.#start = this.#end = 0;
  }

  async #fill(): Promise<void> {
    const count = await this.#source.read(this.#buffer.subarray(this.#end));
    if (count === null) throw new Error("the server closed the connection before it responded");
    this.#end += count;
  }
}

const [CR, LF] = [13, 10];

/** Where a response's head ends, after its empty line; -1 if that has not arrived yet. */
function endOfHead(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at + 4;
  }
  return -1;
}

/**
 * The status and content length in the head of a response.
 * @throws {Error} if there is no content length: load runs request nothing that is streamed.
 */
export function parseHead(head: string): { status: number; bodyLength: number } {
  const status = statusOf(head);
  if (status === 204 || status === 304) return { status, bodyLength: 0 };
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`a response without a length: ${head}`);
  return { status, bodyLength: Number(length) };
}

/** The status in the head of a response. */
export function statusOf(head: string): number {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  if (!status) throw new Error(`this is not the head of a response: ${head.slice(0, 80)}`);
  return status;
}
