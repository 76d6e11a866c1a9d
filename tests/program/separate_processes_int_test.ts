/** The web server and the workers as separate processes, with only the permissions that their tasks give them. */
import assert from "node:assert/strict";
import { chartExample } from "@/lib/charts/chart.ts";
import { findSeats, newBuyer, signIn } from "./client.ts";
import { canRun, fullDeployment, startProgram } from "./program.ts";

Deno.test({
  name: "a booking is placed on one web server, paid by separate workers, and visible on another web server",
  ignore: !canRun(fullDeployment),
  fn: async () => {
    const { env, clean } = await fullDeployment.prepare();
    const startPart = (task: "web" | "worker", args: string[] = []) =>
      startProgram(env, "tasks/launch.ts", {
        args: [task, ...args],
        ready: task === "web" ? undefined : /Working: /,
      });
    try {
      // The first start builds the islands; the web servers create the sample data.
      await (await startProgram({ ...env, DEMO: "off" })).end("SIGTERM");
      const parts = await Promise.all([
        startPart("web"),
        startPart("web"),
        startPart("worker", ["relay", "payments", "bookings"]),
        startPart("worker", ["seats", "notifications", "delivery", "sweeper"]),
      ]);
      try {
        const [here, there] = parts;
        const buyer = await newBuyer(here.url);
        const { eventId, seats } = await findSeats(buyer);
        const hold = await buyer.post(`/api/events/${eventId}/holds`, { seats: seats.slice(0, 2) });
        assert.equal(hold.status, 201, JSON.stringify(hold.body));
        const placed = await buyer.book(hold.body.id, "tok_approve");
        assert.equal(placed.status, 202, JSON.stringify(placed.body));
        assert.equal((await buyer.at(there.url).settled(placed.body.id)).status, "confirmed");
        assert.match(here.output(), /Demo accounts, password/);

        // Tickets are printed and charts are checked in threads, which these permissions must allow.
        const headers = { authorization: `Bearer ${buyer.token}` };
        const pdf = await fetch(`${there.url}/api/bookings/${placed.body.id}/tickets.pdf`, { headers });
        assert.equal(pdf.status, 200);
        assert.equal(new TextDecoder().decode((await pdf.bytes()).slice(0, 5)), "%PDF-");
        const admin = await signIn(here.url, "admin@aisle.test");
        const { body: { items: [{ id: venueId }] } } = await admin.get("/api/admin/venues");
        const written = await admin.post("/api/admin/charts", { venueId, name: "New", chart: chartExample });
        assert.equal(written.status, 201, JSON.stringify(written.body));
      } finally {
        const codes = await Promise.all(parts.map((part) => part.end("SIGTERM")));
        const output = parts.map((part) => part.output()).join("\n");
        assert.deepEqual(codes, parts.map(() => 0), output);
        assert.doesNotMatch(output, /Warning:/);
      }
    } finally {
      await clean();
    }
  },
});
