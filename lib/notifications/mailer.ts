import { Buffer } from "node:buffer";
import net from "node:net";
import nodemailer from "nodemailer";
import type { MailImage } from "./mail_html.tsx";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same words, for mail clients that show HTML; refers to the images by `cid`. */
  html: string;
  images: MailImage[];
  /** Becomes the Message-ID, so that an email sent twice after a crash is recognized as one. */
  id: string;
}

/** The server permanently refuses the address or the content. `code` is its reply, 500 to 599. */
export class MailRefused extends Error {
  override name = "MailRefused";
  constructor(readonly code: number, cause: Error) {
    super(cause.message, { cause });
  }
}

/** Sends email. Without one, messages can only be read in the app's inbox. */
export interface Mailer {
  /**
   * Resolves once the server has accepted the email.
   * @throws {MailRefused} if it never will; any other error may be temporary.
   */
  send(mail: Mail): Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 10_000;

/** A mailer over a pool of SMTP connections to `url` (`smtp://user:password@host:port`). */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    getSocket: connectByName,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const domain = from.slice(from.indexOf("@") + 1);
  return {
    async send({ to, subject, text, html, images, id }) {
      const attachments = images.map(({ cid, name, type, bytes }) => (
        {
          cid,
          filename: name,
          contentType: type,
          content: Buffer.from(bytes),
          contentDisposition: "inline" as const,
        }
      ));
      const messageId = `<${id}@${domain}>`;
      await transport.sendMail({ from, to, subject, text, html, attachments, messageId }).catch((error) => {
        throw refusal(error) ?? error;
      });
    },
    close: () => transport.close(),
  };
}

/** What nodemailer asks to connect to. */
interface Target {
  host?: string;
  port?: number | string;
  secure?: boolean;
}

/**
 * Connects to a server by its name. The library would resolve the name and connect to an address, which the process's
 * permissions cannot name in advance.
 */
function connectByName(
  { host = "localhost", port, secure }: Target,
  callback: (error: Error | null, socket?: { connection: net.Socket }) => void,
): void {
  const socket = net.connect({ host, port: Number(port) || (secure ? 465 : 587) });
  const timer = setTimeout(() => socket.destroy(new Error("no connection in time")), TIMEOUT_MS);
  socket.once("error", callback);
  socket.once("close", () => clearTimeout(timer));
  socket.once("connect", () => {
    clearTimeout(timer);
    socket.off("error", callback);
    callback(null, { connection: socket });
  });
}

/**
 * A permanent reply about the recipient or the content. Replies about the connection, the authentication or the sender
 * concern our settings, which can be fixed.
 */
function refusal(error: Error & { responseCode?: number; command?: string }): MailRefused | null {
  const { responseCode, command } = error;
  const isAboutMail = command === "RCPT TO" || command === "DATA";
  return isAboutMail && responseCode && responseCode >= 500 ? new MailRefused(responseCode, error) : null;
}
