/** The connection under postgres.js, mended where the library (3.4.9) loses track of a broken one. */
import { Buffer } from "node:buffer";
import net from "node:net";

/** What postgres.js says of the server to connect to. */
export interface SocketTarget {
  host: string[];
  port: number[];
  path: string | false;
}

/**
 * Opens a connection that is cut after `silenceMs` without a byte. The library waits for ever on a server that has
 * stopped answering; the server itself ends every statement in its time, so longer silence means that it is gone.
 * Over TLS the library puts a socket of its own on top, and only the system's keep-alive notices.
 */
export function connectWatched({ host, port, path }: SocketTarget, silenceMs: number): net.Socket {
  const socket = new PostgresSocket();
  socket.setTimeout(silenceMs, () => socket.destroy());
  if (path) return socket.connect(path);
  // The library reads the server's name for TLS from its socket.
  return Object.assign(socket, { host: host[0] }).connect(port[0], host[0]);
}

/**
 * Reports a lost connection in three steps, because the library uses its connection objects again without clearing
 * them: what was under way would otherwise spoil the next queries (rows with holes, an old error, a query never
 * sent). First the end of the current query, as a server would send it, which clears them; then the error, which
 * fails what was pipelined; and a moment later the close. The library drops its socket at the close, so what a
 * failing transaction still sends, its rollback, has to be written before.
 */
class PostgresSocket extends net.Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const answered = this.bytesRead > 0;
    if (event !== "close" || !answered || this.listenerCount("error") === 0) {
      return super.emit(event, ...args);
    }
    super.emit("data", END_OF_QUERY);
    super.emit("error", Object.assign(new Error("the connection has closed"), { code: "CONNECTION_CLOSED" }));
    // The rollback is written in the second turn at the latest. "False" makes the library fail what came after.
    setImmediate(() => setImmediate(() => super.emit("close", false)));
    return true;
  }
}

/** A message of Postgres's protocol: its letter, its length with the length itself, its content. */
function message(letter: string, content: string): Uint8Array {
  const header = Buffer.alloc(5);
  header.write(letter);
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, Buffer.from(content)]);
}

/** CommandComplete forgets the rows so far, ErrorResponse (class 08, connection failure) fails the query, ReadyForQuery clears the rest. */
const END_OF_QUERY = Buffer.concat([
  message("C", "CLOSED\0"),
  message("E", "SFATAL\0C08006\0Mthe connection has closed\0\0"),
  message("Z", "I"),
]);
