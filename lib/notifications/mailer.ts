import { Buffer } from "node:buffer";
import nodemailer from "nodemailer";
import type { MailImage } from "./mail_html.tsx";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same words, for mail programs that show HTML; names the images by their `cid`. */
  html: string;
  images: MailImage[];
  /** Becomes the Message-ID, so that a mail sent twice after a crash is recognised as one. */
  id: string;
}

/** The server will never take this mail: the address or the content is refused for good. `code` is its reply, 500 to 599. */
export class MailRefused extends Error {
  override name = "MailRefused";
  constructor(readonly code: number, cause: Error) {
    super(cause.message, { cause });
  }
}

/** Sends mail. Without one, messages are only read in the app's own inbox. */
export interface Mailer {
  /**
   * Resolves once the server has taken the mail.
   * @throws {MailRefused} when it never will; anything else may be different later.
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

/**
 * A permanent reply about the recipient or the content. Replies about the connection, the sign-in or the sender are about our
 * settings, which someone may fix.
 */
function refusal(error: Error & { responseCode?: number; command?: string }): MailRefused | null {
  const { responseCode, command } = error;
  const isAboutMail = command === "RCPT TO" || command === "DATA";
  return isAboutMail && responseCode && responseCode >= 500 ? new MailRefused(responseCode, error) : null;
}
