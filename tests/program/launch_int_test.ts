/** The program as `deno task start` runs it: with the permissions that its settings call for. */
import assert from "node:assert/strict";
import { SMTPServer } from "smtp-server";
import { createTestDatabase } from "@/lib/db/testing.ts";
import { testRedisUrl } from "@/lib/testing/services.ts";
import { findSeats, newBuyer } from "./client.ts";
import { embeddedDeployment, startProgram } from "./program.ts";

/** Buys a ticket from a program started by the launcher, waits, and stops it with Ctrl-C's signal. */
async function buyAndStop(
  env: Record<string, string>,
  thenWait: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const program = await startProgram(env, "tasks/launch.ts", { args: ["start"] });
  let output = "";
  try {
    const buyer = await newBuyer(program.url);
    const { eventId, seats } = await findSeats(buyer);
    const hold = await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) });
    const placed = await buyer.book(hold.body.id, "tok_approve");
    assert.equal((await buyer.settled(placed.body.id)).status, "confirmed");
    const headers = { authorization: `Bearer ${buyer.token}` };
    const pdf = await fetch(`${program.url}/api/bookings/${placed.body.id}/tickets.pdf`, { headers });
    assert.equal(pdf.status, 200);
    await pdf.body?.cancel();
    await thenWait();
  } finally {
    assert.equal(await program.end("SIGINT"), 0, program.output());
    output = program.output();
  }
  assert.doesNotMatch(output, /NotCapable|Requires \w+ access/);
}

Deno.test("in embedded mode the launcher's permissions are enough to sell a ticket, and Ctrl-C stops it", async () => {
  const { env, clean } = await embeddedDeployment.prepare();
  try {
    await buyAndStop(env);
  } finally {
    await clean();
  }
});

Deno.test({
  name: "with a database, Redis and a mail server given by name, the launcher's permissions are enough",
  ignore: testRedisUrl() === undefined,
  fn: async () => {
    const { env, clean } = await embeddedDeployment.prepare();
    const database = await createTestDatabase();
    const received = Promise.withResolvers<string>();
    const mail = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, _session, done) => {
        let text = "";
        stream.on("data", (bytes) => text += new TextDecoder().decode(bytes));
        stream.on("end", () => {
          received.resolve(text);
          done();
        });
      },
    });
    const port = await new Promise<number>((resolve) => {
      const server = mail.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    const named = (url: string) => url.replace("127.0.0.1", "localhost");
    try {
      await buyAndStop({
        ...env,
        DEMO: "on",
        DATABASE_URL: named(database.url),
        REDIS_URL: named(testRedisUrl()!),
        SMTP_URL: `smtp://localhost:${port}`,
      }, async () => assert.match(await received.promise, /^Subject: /m));
    } finally {
      await new Promise<void>((resolve) => mail.close(resolve));
      await database.drop();
      await clean();
    }
  },
});
