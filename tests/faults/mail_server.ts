/** A mail server that takes everything and remembers which messages came. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export class MailServer {
  /** Ids of the messages that came, in their order; one that came twice is in it twice. */
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
    // A client that was killed breaks its connection off.
    this.#server.on("error", () => {});
  }

  static async start(): Promise<MailServer> {
    const mails = new MailServer();
    await new Promise<void>((resolve) => mails.#server.listen(0, "127.0.0.1", resolve));
    return mails;
  }

  /** As the setting `SMTP_URL` spells it. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
