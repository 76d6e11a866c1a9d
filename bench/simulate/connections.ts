/**
 * Cheap keep-alive connections that return response bodies, also those of streams that end. A request uses a free
 * connection or opens another.
 */
import { parseHead, statusOf } from "../load.ts";

export interface ReceivedResponse {
  status: number;
  /** Decoded UTF-8. */
  body: string;
}

/** The longest response that fits: a snapshot of 50,000 seats and its head. */
const RESPONSE_BYTES_MAX = 64 * 1024;
const END_OF_HEAD = "\r\n\r\n";
const CHUNKED = /\r\ntransfer-encoding: *chunked\r\n/i;
const decoder = new TextDecoder();

export class Connections {
  readonly #address: { hostname: string; port: number };
  readonly #all: Connection[] = [];
  readonly #free: Connection[] = [];

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#address = { hostname, port: Number(port) };
  }

  /** The number of connections opened. */
  get count(): number {
    return this.#all.length;
  }

  /** Sends one request, as bytes, and returns its response. Throws if the server closes the connection instead. */
  async send(request: Uint8Array): Promise<ReceivedResponse> {
    const connection = this.#free.pop() ?? await this.#open();
    const response = await connection.send(request);
    this.#free.push(connection);
    return response;
  }

  async #open(): Promise<Connection> {
    const socket = await Deno.connect(this.#address);
    socket.setNoDelay(true);
    const connection = new Connection(socket);
    this.#all.push(connection);
    return connection;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }
}

/** One request at a time, so the bytes read are always the start of one response. */
class Connection {
  readonly #buffer = new Uint8Array(RESPONSE_BYTES_MAX);
  #end = 0;

  constructor(readonly socket: Deno.TcpConn) {}

  async send(request: Uint8Array): Promise<ReceivedResponse> {
    this.#end = 0;
    for (let sent = 0; sent < request.length;) sent += await this.socket.write(request.subarray(sent));
    let head = "";
    do {
      await this.#read();
      head = decoder.decode(this.#buffer.subarray(0, this.#end));
    } while (!head.includes(END_OF_HEAD));
    // A head is ASCII, so its length in characters is its length in bytes.
    const headLength = head.indexOf(END_OF_HEAD) + END_OF_HEAD.length;
    if (CHUNKED.test(head.slice(0, headLength))) {
      return { status: statusOf(head), body: await this.#readChunks(headLength) };
    }
    const { status, bodyLength } = parseHead(head.slice(0, headLength));
    const end = headLength + bodyLength;
    while (this.#end < end) await this.#read();
    return { status, body: decoder.decode(this.#buffer.subarray(headLength, end)) };
  }

  async #readChunks(from: number): Promise<string> {
    while (true) {
      const body = joinChunks(decoder.decode(this.#buffer.subarray(from, this.#end)));
      if (body !== null) return body;
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    if (this.#end === this.#buffer.length) throw new Error("the response is too long");
    const count = await this.socket.read(this.#buffer.subarray(this.#end));
    if (count === null) throw new Error("the server closed the connection before it responded");
    this.#end += count;
  }

  close(): void {
    this.socket.close();
  }
}

/** The body of a chunked response, or null until all of it has arrived. The stream of a booking is ASCII. */
export function joinChunks(text: string): string | null {
  const chunks: string[] = [];
  for (let at = 0;;) {
    const size = /^([0-9a-f]+)\r\n/i.exec(text.slice(at, at + 16));
    if (!size) return null;
    const [start, length] = [at + size[0].length, Number.parseInt(size[1], 16)];
    at = start + length + 2;
    if (at > text.length) return null;
    if (length === 0) return chunks.join("");
    chunks.push(text.slice(start, start + length));
  }
}
