import assert from "node:assert/strict";
import { ticketsPdf } from "./pdf.ts";
import { booking, event } from "./testing.ts";
import { type PrintJob, TicketPrinter } from "./ticket_printer.ts";

/** A printer with a renderer that records its jobs. */
function watchedPrinter(size = 10) {
  const jobs: PrintJob[] = [];
  const renderer = {
    run: (job: PrintJob) => Promise.resolve(new Uint8Array(size).fill(jobs.push(job))),
    close: () => {},
  };
  return { jobs, printer: new TicketPrinter(renderer) };
}

Deno.test("a thread renders the same bytes as a direct call, in fonts of every kind", async () => {
  const printer = new TicketPrinter();
  try {
    for (const title of ["Pieśni nocy", "東京の夜", "ليلة 🎸"]) {
      const named = { ...event, title };
      assert.deepEqual(
        await printer.print(booking, named, "en-GB"),
        await ticketsPdf(booking, named, "en-GB"),
      );
    }
  } finally {
    printer.close();
  }
});

Deno.test("concurrent and later requests for the same tickets share one rendering", async () => {
  const { jobs, printer } = watchedPrinter();
  const all = await Promise.all(Array.from({ length: 40 }, () => printer.print(booking, event, "en")));
  const changed = { ...event, revision: 2, description: "Not printed." };
  all.push(await printer.print(booking, changed, "en"));
  assert.equal(jobs.length, 1);
  assert(all.every((pdf) => pdf === all[0]));
});

Deno.test("a change to anything printed renders new tickets", async () => {
  const { jobs, printer } = watchedPrinter();
  const [first, second] = booking.tickets;
  const print = async (...[b, e, locale]: Parameters<TicketPrinter["print"]>) => {
    await printer.print(b, e, locale);
    return jobs.length;
  };
  assert.equal(await print(booking, event, "en"), 1);
  assert.equal(await print(booking, event, "pl"), 2);
  assert.equal(await print({ ...booking, tickets: [first, second] }, event, "en"), 3);
  assert.equal(await print(booking, { ...event, startsAt: new Date(0) }, "en"), 4);
  assert.equal(await print(booking, { ...event, venue: { ...event.venue, name: "Elsewhere" } }, "en"), 5);
  assert.equal(await print(booking, event, "en"), 5);
});

Deno.test("the newest 32 MiB of tickets are cached", async () => {
  const { jobs, printer } = watchedPrinter(12 * 1024 * 1024);
  for (const code of ["A", "B", "C"]) await printer.print({ ...booking, code }, event, "en");
  await printer.print({ ...booking, code: "C" }, event, "en");
  assert.deepEqual(jobs.map(({ booking }) => booking.code), ["A", "B", "C"]);
  await printer.print({ ...booking, code: "A" }, event, "en");
  assert.equal(jobs.length, 4);
});

Deno.test("a failed rendering is retried on the next request", async () => {
  let tries = 0;
  const printer = new TicketPrinter({
    run: () => ++tries === 1 ? Promise.reject(new Error("jam")) : Promise.resolve(new Uint8Array(1)),
    close: () => {},
  });
  await assert.rejects(printer.print(booking, event, "en"), /jam/);
  assert.equal((await printer.print(booking, event, "en")).length, 1);
});
