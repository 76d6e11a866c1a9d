/** The connection beneath postgres.js, with a workaround for how the library (3.4.9) mishandles a broken one. */
import { Buffer } from "node:buffer";
import net from "node:net";

/** The server to connect to, as postgres.js passes it. */
export interface SocketTarget {
  host: string[];
  port: number[];
  path: string | false;
}

/**
 * Opens a connection that is cut after `silenceMs` without a byte. The library waits forever for a server that has
 * stopped responding; the server enforces its statement timeout, so a longer silence means that it is gone. Over TLS
 * the library puts its own socket on top, and only the system's keep-alive notices a server that is gone.
 */
export function connectWatched({ host, port, path }: SocketTarget, silenceMs: number): net.Socket {
  const socket = new PostgresSocket();
  socket.setTimeout(silenceMs, () => socket.destroy());
  if (path) return socket.connect(path);
  // The library reads the server name for TLS from its socket.
  return Object.assign(socket, { host: host[0] }).connect(port[0], host[0]);
}

/**
 * Reports a lost connection in three steps, because the library reuses its connection objects without resetting them:
 * the interrupted query would otherwise corrupt the next ones (rows with holes, an old error, a query never sent).
 * First the end of the current query, as a server would send it, to reset the object; then the error, which fails
 * pipelined queries; and a moment later the close. The library drops its socket at the close, so the rollback of a
 * failing transaction has to be written before that.
 */
class PostgresSocket extends net.Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const hasResponded = this.bytesRead > 0;
    if (event !== "close" || !hasResponded || this.listenerCount("error") === 0) {
      return super.emit(event, ...args);
    }
    super.emit("data", END_OF_QUERY);
    super.emit("error", Object.assign(new Error("the connection has closed"), { code: "CONNECTION_CLOSED" }));
    // The rollback is written within two turns of the event loop. `false` makes the library fail later queries.
    setImmediate(() => setImmediate(() => super.emit("close", false)));
    return true;
  }
}

/** A message of the Postgres protocol: its letter, its length (including the length field), its content. */
function message(letter: string, content: string): Uint8Array {
  const header = Buffer.alloc(5);
  header.write(letter);
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, Buffer.from(content)]);
}

/**
 * CommandComplete drops the rows so far, ErrorResponse (class 08, connection failure) fails the query, and
 * ReadyForQuery resets the rest.
 */
const END_OF_QUERY = Buffer.concat([
  message("C", "CLOSED\0"),
  message("E", "SFATAL\0C08006\0Mthe connection has closed\0\0"),
  message("Z", "I"),
]);
