import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { type Sql, transaction } from "@/lib/db/pool.ts";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { withSale } from "@/lib/bookings/testing.ts";
import { withDatabase } from "@/lib/db/testing.ts";
import { createLogger, type Logger, silentLogger } from "@/lib/observability/log.ts";
import { testSecrets } from "@/lib/server/testing.ts";
import { insertUser } from "@/lib/testing/fixtures.ts";
import { until } from "@/lib/testing/until.ts";
import { startDelivery } from "./deliver.ts";
import { listFailedMails, retryFailedMails } from "./failed_mails.ts";
import { listMessages } from "./inbox.ts";
import { type Mail, type Mailer, MailRefused, smtpMailer } from "./mailer.ts";
import { writeMessages } from "./write.ts";

const tickets = { sign: ({ ticketId }: { ticketId: string }) => `signed ${ticketId}` };

const pictures = { share: () => Promise.resolve(new Uint8Array([0xff, 0xd8, 0xff])) };

async function insertMessage(sql: Sql, userId: string): Promise<string> {
  const id = crypto.randomUUID();
  await sql`
    insert into messages (id, buyer_id, kind, subject, text)
    values (${id}, ${userId}, 'confirmation', 'Karten für Łódź', ${"Hello Ada,\n\nrow C, seat 12.\n"})`;
  return id;
}

async function unsent(sql: Sql): Promise<number> {
  return (await sql`select from messages where sent_at is null`).length;
}

async function withDelivery(
  sql: Sql,
  mailer: Mailer | null,
  test: () => Promise<unknown>,
  logger: Logger = silentLogger,
): Promise<void> {
  const delivery = startDelivery({ sql, mailer, secrets: testSecrets, tickets, pictures, logger });
  try {
    await test();
  } finally {
    await delivery.stop();
  }
}

/** A mailer that records its emails; `send` may throw. */
function recordingMailer(send: (mail: Mail) => void = () => {}) {
  const mails: Mail[] = [];
  const mailer: Mailer = {
    send(mail) {
      mails.push(mail);
      return Promise.try(send, mail);
    },
    close() {},
  };
  return { mails, mailer };
}

/** Runs, on a free port, a mail server that records emails and replies to recipients and content with these codes. */
async function withMailServer(
  test: (url: string, received: { to: string; raw: string }[]) => Promise<void>,
  reply: { to: number; data: number } = { to: 250, data: 250 },
): Promise<void> {
  const respond = (code: number, done: (error?: Error) => void) =>
    code === 250 ? done() : done(Object.assign(new Error("no such person"), { responseCode: code }));
  const received: { to: string; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => respond(reply.to, done),
    onData(stream, session, done) {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
        received.push({ to: session.envelope.rcptTo[0].address, raw });
        respond(reply.data, done);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  try {
    await test(`smtp://127.0.0.1:${port}`, received);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

Deno.test("messages are sent in full by SMTP, with the message's id as Message-ID", () =>
  withDatabase((sql) =>
    withMailServer(async (url, received) => {
      const userId = await insertUser(sql);
      const id = await insertMessage(sql, userId);
      const mailer = smtpMailer(url, "tickets@aisle.test");
      try {
        await withDelivery(sql, mailer, () => until(() => unsent(sql), (count) => count === 0));
      } finally {
        mailer.close();
      }
      assert.equal(received.length, 1);
      const [{ to, raw }] = received;
      assert.equal(to, `${userId}@example.org`);
      assert.match(raw, /^From: tickets@aisle\.test\r$/m);
      assert.ok(raw.includes(`Message-ID: <${id}@aisle.test>`), raw);
      assert.match(raw, /^Subject: =\?UTF-8\?/m);
      const [alternatives, plain, html] = raw.matchAll(/^Content-Type: ([\w/]+)/gm).map(([, type]) => type);
      assert.deepEqual([alternatives, plain, html], ["multipart/alternative", "text/plain", "text/html"]);
      assert.equal(raw.split("row C, seat 12.").length, 3);
    })
  ));

Deno.test("a confirmation contains the code of each ticket; later emails contain none", () =>
  withSale((sale) =>
    withMailServer(async (url, received) => {
      const { sql } = sale;
      const { bookingId, userId } = await sale.placed(0, 1);
      await sale.recordPayment(bookingId, "approved");
      await sale.settle(bookingId);
      const mailer = smtpMailer(url, "tickets@aisle.test");
      const deliver = async () => {
        await transaction(sql, (tx) => writeMessages(tx, [bookingId], "http://aisle.test"));
        await withDelivery(sql, mailer, () => until(() => unsent(sql), (count) => count === 0));
      };
      try {
        await deliver();
        assert.ok((await cancelBooking(sale.services, bookingId, { id: userId, address: null })).ok);
        await deliver();
      } finally {
        mailer.close();
      }
      const [confirmation, cancellation] = received.map(({ raw }) => raw);
      const ids = (await sql`select id from tickets order by seat_index`).map(({ id }) => id);
      for (const id of ids) {
        assert.ok(confirmation.includes(`Content-ID: <${id}@aisle>`));
        assert.ok(confirmation.replace(/=\r\n/g, "").includes(`cid:${id}@aisle`));
      }
      assert.equal(confirmation.match(/^Content-Type: image\/png/gm)?.length, 2);
      assert.equal(confirmation.match(/^Content-Disposition: inline/gm)?.length, 3);
      assert.doesNotMatch(cancellation, /image\/png/);
      for (const mail of [confirmation, cancellation]) assert.match(mail, /^Content-Type: image\/jpeg/m);
      assert.ok(confirmation.length < 200_000);
    }), { cancellationAllowed: true }));

Deno.test("an email is entirely in its message's language, whatever the reader has chosen since", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    const userId = await sale.buyer();
    const placed = await sale.place(userId, await sale.hold(userId, 0), { locale: "de" });
    assert.ok(placed.ok);
    await sale.recordPayment(placed.bookingId, "approved");
    await sale.settle(placed.bookingId);
    await transaction(sql, (tx) => writeMessages(tx, [placed.bookingId], "http://aisle.test"));
    await sql`update users set locale = 'en' where id = ${userId}`;
    const { mails, mailer } = recordingMailer();
    await withDelivery(sql, mailer, () => until(() => unsent(sql), (count) => count === 0));
    const [{ subject, text, html }] = mails;
    assert.equal(subject, "Ihre Tickets für „A Concert“");
    assert.match(text, /\n\nStalls, Reihe\u00a0A, Platz\u00a01\n\n/);
    assert.match(
      html,
      /<html lang="de" dir="ltr">.*Reihe\u00a0A, Platz\u00a01.*Von Aisle zu Ihrer Buchung gesendet\./s,
    );
  }));

Deno.test("without a mailer, messages count as sent once they can be read in the app", () =>
  withDatabase(async (sql) => {
    const userId = await insertUser(sql);
    await insertMessage(sql, userId);
    await insertMessage(sql, userId);
    await withDelivery(sql, null, () => until(() => unsent(sql), (count) => count === 0));
  }));

Deno.test("a message that could not be sent is retried later under the same id", () =>
  withDatabase(async (sql) => {
    const id = await insertMessage(sql, await insertUser(sql));
    const [{ before }] = await sql<{ before: string }[]>`select now()::text as before`;
    const { mails, mailer } = recordingMailer(() => {
      if (mails.length === 1) throw new Error("the server is busy");
    });
    await withDelivery(sql, mailer, async () => {
      await until(() => mails.length, (count) => count === 1);
      const [{ isLater }] = await until(
        () =>
          sql<{ isLater: boolean }[]>`
            select next_attempt_at - interval '30 seconds' between ${before} and now() as is_later from messages
            where attempts = 1 and sent_at is null`,
        (rows) => rows.length === 1,
      );
      assert.ok(isLater, "30 seconds after it was tried");
      await sql`update messages set next_attempt_at = now()`;
      await until(() => unsent(sql), (count) => count === 0);
    });
    assert.deepEqual(mails.map((mail) => mail.id), [id, id]);
  }));

const refused = (code: number) => new MailRefused(code, new Error(`${code} <ada@example.org> unknown`));

Deno.test("an email that its server refuses for good is tried once, logged without the address, and stays in the inbox", () =>
  withDatabase(async (sql) => {
    const userId = await insertUser(sql);
    const id = await insertMessage(sql, userId);
    const { mails, mailer } = recordingMailer(() => {
      throw refused(550);
    });
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => lines.push(line) });
    const other = await insertUser(sql);
    await withDelivery(sql, mailer, async () => {
      await until(() => listFailedMails({ sql }, 10), ({ length }) => length === 1);
      // It is due again but skipped: the next message is tried.
      await sql`update messages set next_attempt_at = now()`;
      await insertMessage(sql, other);
      await until(() => listFailedMails({ sql }, 10), ({ length }) => length === 2);
    }, logger);
    assert.equal(mails.filter((mail) => mail.id === id).length, 1);
    const failed = (await listFailedMails({ sql }, 10)).find((mail) => mail.id === id);
    assert.ok(failed);
    assert.deepEqual([failed.email, failed.attempts], [`${userId}@example.org`, 1]);
    assert.equal(failed.error, "MailRefused 550: 550 [address] unknown");
    assert.doesNotMatch(lines.join(), /ada@example/);
    const { items } = await listMessages(sql, userId, { limit: 10 });
    assert.deepEqual(items.map((message) => message.id), [id]);
  }));

Deno.test("an email is given up on after its last try, and can be retried", () =>
  withDatabase(async (sql) => {
    await insertMessage(sql, await insertUser(sql));
    await sql`update messages set attempts = 98`;
    const { mails, mailer } = recordingMailer(() => {
      if (mails.length <= 2) throw new Error("the server is busy");
    });
    await withDelivery(sql, mailer, async () => {
      await until(() => sql`select from messages where attempts = 99`, ({ length }) => length === 1);
      assert.equal((await listFailedMails({ sql }, 10)).length, 0);
      await sql`update messages set next_attempt_at = now()`;
      await until(() => listFailedMails({ sql }, 10), ({ length }) => length === 1);
      assert.equal(await retryFailedMails({ sql }, { id: null, address: null }), 1);
      await until(() => unsent(sql), (count) => count === 0);
    });
    assert.equal((await listFailedMails({ sql }, 10)).length, 0);
    assert.equal(mails.length, 3);
  }));

for (
  const [what, reply, givenUp] of [
    ["its recipient", { to: 550, data: 250 }, true],
    ["its content", { to: 250, data: 554 }, true],
    ["its recipient for now", { to: 451, data: 250 }, false],
    ["its content for now", { to: 250, data: 451 }, false],
  ] as const
) {
  Deno.test(`an email whose server refuses ${what} is ${givenUp ? "not " : ""}retried`, () =>
    withMailServer(async (url) => {
      const mailer = smtpMailer(url, "tickets@aisle.test");
      const mail = {
        id: "1",
        to: "ada@example.org",
        subject: "Tickets",
        text: "Row C",
        html: "C",
        images: [],
      };
      try {
        const error = await mailer.send(mail).then(() => assert.fail("it was sent"), (error) => error);
        assert.equal(error instanceof MailRefused, givenUp, String(error));
      } finally {
        mailer.close();
      }
    }, reply));
}

Deno.test("several instances send each message once", () =>
  withDatabase(async (sql) => {
    const userId = await insertUser(sql);
    const ids: string[] = [];
    for (let count = 0; count < 20; count++) ids.push(await insertMessage(sql, userId));
    const { mails, mailer } = recordingMailer();
    await withDelivery(sql, mailer, () =>
      withDelivery(sql, mailer, () =>
        until(() => unsent(sql), (count) => count === 0)));
    assert.deepEqual(
      mails.map((mail) =>
        mail.id
      ).sort(),
      ids.sort(),
    );
  }));

Deno.test("a message locked by another instance is skipped", () =>
  withDatabase(async (sql) => {
    const userId = await insertUser(sql);
    const [theirs, ours] = [await insertMessage(sql, userId), await insertMessage(sql, userId)];
    const { mails, mailer } = recordingMailer();
    await transaction(sql, async (tx) => {
      await tx`select from messages where id = ${theirs} for update`;
      await withDelivery(sql, mailer, () => until(() => unsent(sql), (count) => count === 1));
    });
    assert.deepEqual(mails.map((mail) => mail.id), [ours]);
  }));

Deno.test("nothing is sent to a deleted account", () =>
  withDatabase(async (sql) => {
    const userId = await insertUser(sql);
    await insertMessage(sql, userId);
    await sql`update users set email = null, email_key = null, deleted_at = now() where id = ${userId}`;
    const { mails, mailer } = recordingMailer();
    await withDelivery(sql, mailer, () => until(() => unsent(sql), (count) => count === 0));
    assert.deepEqual(mails, []);
  }));

Deno.test("outdated messages are not sent, and a failed attempt followed by another is not in the inbox", () =>
  withSale(async (sale) => {
    const { sql } = sale;
    const first = await sale.placed(0);
    await sale.recordPayment(first.bookingId, "declined");
    await sale.settle(first.bookingId);
    const cancelled = await sale.placed(1);
    await sale.recordPayment(cancelled.bookingId, "approved");
    await sale.settle(cancelled.bookingId);
    await transaction(
      sql,
      (tx) => writeMessages(tx, [first.bookingId, cancelled.bookingId], "http://aisle.test"),
    );
    const kinds = async (userId: string) => {
      const { items } = await listMessages(sql, userId, { limit: 10 });
      return items.map(({ kind }) => kind);
    };
    assert.deepEqual(await kinds(first.userId), ["payment-failed"]);

    // While the mail server is down, another attempt pays for the seats, and the other booking is cancelled.
    const again = await sale.place(first.userId, first.holdId);
    assert.ok(again.ok);
    await sale.recordPayment(again.bookingId, "approved");
    await sale.settle(again.bookingId);
    assert.ok(
      (await cancelBooking(sale.services, cancelled.bookingId, { id: cancelled.userId, address: null })).ok,
    );
    const all = [first.bookingId, again.bookingId, cancelled.bookingId];
    await transaction(sql, (tx) => writeMessages(tx, all, "http://aisle.test"));

    const { mails, mailer } = recordingMailer();
    const waiting = () => sql`select from messages where sent_at is null and withdrawn_at is null`;
    await withDelivery(sql, mailer, () => until(waiting, (rows) => rows.length === 0));
    assert.deepEqual(mails.map(({ subject }) => subject).toSorted(), [
      "Your booking for A Concert is cancelled",
      "Your tickets for A Concert",
    ]);
    assert.deepEqual(await kinds(first.userId), ["confirmation"]);
    assert.deepEqual((await kinds(cancelled.userId)).toSorted(), ["cancelled", "confirmation"]);
  }, { cancellationAllowed: true }));
