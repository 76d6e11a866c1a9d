/** A mail server that accepts everything and records which messages it has received. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export class MailServer {
  /** The ids of the messages received, in order. A message received twice is listed twice. */
  readonly received: string[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      onData: (stream, _session, done) => {
        let text = "";
        stream.on("data", (chunk: Uint8Array) => text += new TextDecoder().decode(chunk));
        stream.on("end", () => {
          const [, id] = /^message-id: <([^@>]+)@/im.exec(text) ?? [];
          if (id) this.received.push(id);
          done();
        });
      },
    });
    // The connection of a killed client is reset.
    this.#server.on("error", () => {});
  }

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** In the form of the setting `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
