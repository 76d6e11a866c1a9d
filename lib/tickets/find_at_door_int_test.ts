import assert from "node:assert/strict";
import { cancelBooking } from "@/lib/bookings/cancel.ts";
import { type Sale, withSale } from "@/lib/bookings/testing.ts";
import { insertEvent, smallChart } from "@/lib/testing/fixtures.ts";
import { foldText } from "@/lib/text/unicode_forms.ts";
import { findAtDoor, FOUND_MAX, matchingSeats } from "./find_at_door.ts";

/**
 * A confirmed booking of a buyer with this name and email address; seats by index. Its code is fixed: a random one
 * might begin with a text that the tests look for.
 */
async function booked(sale: Sale, name: string, email: string, ...seats: number[]) {
  const { bookingId, userId } = await sale.placed(...seats);
  const code = `Q${String.fromCharCode(65 + seats[0])}QX-2MVD`;
  await sale.sql`update bookings set code = ${code} where id = ${bookingId}`;
  await sale.sql`update users set name = ${name}, search_name = ${
    foldText(name)
  }, email = ${email} where id = ${userId}`;
  await sale.recordPayment(bookingId, "approved");
  await sale.settle(bookingId);
  return { bookingId, userId, code };
}

async function find(sale: Sale, text: string) {
  const event = (await sale.services.catalog.event(sale.event.eventId))!;
  return await findAtDoor(sale.services, event, text);
}

const foundIds = async (sale: Sale, text: string) => (await find(sale, text)).bookings.map(({ id }) => id);

Deno.test("a booking is found by its code, the buyer's name and email address, and its seats, in any spelling", () =>
  withSale(async (sale) => {
    const zoe = await booked(sale, "Zoë Łukasz-Müller", "zoe@example.org", 2, 3);
    const ann = await booked(sale, "Ann Lee", "ann.lee@example.org", 4);
    const of: Record<string, string[]> = {
      [zoe.bookingId]: [
        zoe.code,
        zoe.code.toLowerCase(),
        zoe.code.replace("-", ""),
        zoe.code.slice(0, 6),
        "zoe",
        "ZOË muller",
        "lukasz",
        "Zoe\u0308",
        "zoe@EXAMPLE.org",
        "Stalls A 3",
        "stalls, row A, seat 4",
        "A3",
      ],
      [ann.bookingId]: ["lee ann", "ann.lee@", "A 5"],
    };
    for (const [id, texts] of Object.entries(of)) {
      for (const text of texts) assert.deepEqual(await foundIds(sale, text), [id], text);
    }
    for (
      const text of ["", " ", "a", "nobody", "A 9", "A 33", "Balcony A 3", "%", "K7QX-2MVD", "x@example.org"]
    ) {
      assert.deepEqual(await foundIds(sale, text), [], text);
    }
  }));

Deno.test("a found booking has each ticket's status but never its code", () =>
  withSale(async (sale) => {
    const { bookingId, userId, code } = await booked(sale, "Ada Brook", "ada@example.org", 0, 1);
    const [first, second] = (await sale.view(bookingId)).tickets;
    const seat = (number: string) => ({ section: "Stalls", row: "A", number });
    const tickets = [
      { id: first.id, seat: seat("1"), status: "valid", checkedInAt: null },
      { id: second.id, seat: seat("2"), status: "valid", checkedInAt: null },
    ];
    assert.deepEqual(await find(sale, "ada"), {
      bookings: [{ id: bookingId, code, name: "Ada Brook", tickets }],
      isCut: false,
    });
    assert.ok((await cancelBooking(sale.services, bookingId, { id: userId, address: null })).ok);
    const { bookings: [cancelled] } = await find(sale, code);
    assert.deepEqual(cancelled.tickets.map(({ status }) => status), ["cancelled", "cancelled"]);
  }, { cancellationAllowed: true }));

Deno.test("bookings of other events, and pending or failed ones, are not found", () =>
  withSale(async (sale) => {
    const { bookingId } = await sale.placed(0);
    assert.deepEqual(await foundIds(sale, "Ada"), [], "pending");
    assert.deepEqual(await foundIds(sale, "A 1"), [], "pending");
    await sale.recordPayment(bookingId, "declined");
    await sale.settle(bookingId);
    assert.deepEqual(await foundIds(sale, "Ada"), [], "failed");

    const { code } = await booked(sale, "Ada", "ada@example.org", 1);
    const elsewhere = await insertEvent(sale.sql);
    const other = (await sale.services.catalog.event(elsewhere.eventId))!;
    for (const text of [code, "Ada", "ada@example.org", "A 2"]) {
      assert.equal((await foundIds(sale, text)).length, 1, text);
      assert.deepEqual((await findAtDoor(sale.services, other, text)).bookings, [], text);
    }
  }));

Deno.test("results are limited, and say whether there are more", () =>
  withSale(async (sale) => {
    for (let seat = 0; seat <= FOUND_MAX; seat++) await booked(sale, "Ada", `ada${seat}@example.org`, seat);
    const { bookings, isCut } = await find(sale, "ada");
    assert.deepEqual([bookings.length, isCut], [FOUND_MAX, true]);
    assert.equal((await find(sale, "ada1@")).isCut, false);
  }, { chart: smallChart(FOUND_MAX + 1) }));

Deno.test("a seat is matched by its row and number at the end, after words of its section", () => {
  const chart = smallChart(3);
  const seat = { x: 0, y: 0, zone: "main", flags: [] };
  chart.sections = [
    { id: "104", name: "Block 104", labelAt: [0, 0] },
    { id: "T4", name: "Table 4", labelAt: [0, 0] },
    { id: "T5", name: "Table 5", labelAt: [0, 0] },
    { id: "Floor", name: "Floor", labelAt: [0, 0] },
    { id: "G", name: "दीर्घा", labelAt: [0, 0] },
  ];
  chart.seats = [
    { ...seat, id: "1", section: "104", row: "C", number: "12" },
    { ...seat, id: "2", section: "104", row: "C", number: "12a" },
    { ...seat, id: "3", section: "T4", row: "", number: "2" },
    { ...seat, id: "4", section: "T5", row: "", number: "2" },
    { ...seat, id: "5", section: "Floor", row: "", number: "", area: "floor" },
    { ...seat, id: "6", section: "G", row: "J", number: "5" },
  ];
  const matching = (text: string) => matchingSeats(chart, text);
  assert.deepEqual(
    ["104 C 12", "block 104, row C, seat 12", "Block 104, Reihe C, Platz 12", "c12", "Bl C 12"].map(matching),
    [[0], [0], [0], [0], [0]],
  );
  assert.deepEqual(["C 12A", "104 c12a"].map(matching), [[1], [1]]);
  assert.deepEqual(["Table 4, seat 2", "T5 2"].map(matching), [[2], [3]]);
  assert.deepEqual(["दीर्घा J 5", "दर्घा J 5"].map(matching), [[5], []]);
  assert.deepEqual(["2", "12", "Floor", "C 1", "105 C 12", "Table 2"].map(matching), [[], [], [], [], [], [
    2,
    3,
  ]]);
});
