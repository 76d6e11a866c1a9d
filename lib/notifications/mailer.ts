import nodemailer from "nodemailer";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Becomes the Message-ID, so that a mail sent twice after a crash is recognised as one. */
  id: string;
}

/** Sends mail. Without one, messages are only read in the app's own inbox. */
export interface Mailer {
  /** Answers once the server has taken the mail. */
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
    async send({ to, subject, text, id }) {
      await transport.sendMail({ from, to, subject, text, messageId: `<${id}@${domain}>` });
    },
    close: () => transport.close(),
  };
}
