/** The connection under postgres.js, mended where the library (3.4.9) loses track of a broken one. */
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
 * Reports a lost connection in two steps: first the error, a moment later the close. At the close the library drops
 * its socket at once, and what a failing transaction still sends (its rollback) then throws out of a timer and
 * leaves bytes behind that spoil the next connections. With the error first, those bytes go to the dead socket.
 */
class PostgresSocket extends net.Socket {
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const answered = this.bytesRead > 0;
    if (event !== "close" || !answered || this.listenerCount("error") === 0) {
      return super.emit(event, ...args);
    }
    super.emit("error", Object.assign(new Error("the connection has closed"), { code: "CONNECTION_CLOSED" }));
    // The rollback is written in the second turn at the latest. "False" makes the library fail what came after.
    setImmediate(() => setImmediate(() => super.emit("close", false)));
    return true;
  }
}
