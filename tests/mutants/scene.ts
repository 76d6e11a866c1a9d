/** A sale whose buyers record every call, and a full audit of it. */
import assert from "node:assert/strict";
import { newHoldId, type SeatBoard } from "@/lib/board/board.ts";
import type { PlaceRequest, PlaceResult } from "@/lib/bookings/place.ts";
import type { Sale } from "@/lib/bookings/testing.ts";
import { type AuditedHold, type BoardState, boardViolations, readEventRecords } from "../auditor/board.ts";
import {
  type BookingRecord,
  type Call,
  type Entry,
  historyViolations,
  type KeyRecord,
} from "../auditor/history.ts";

const MINUTE_MS = 60_000;

export class Scene {
  readonly history: Entry[] = [];
  /** Calls are sequential here, so a counter serves as the time. */
  #time = 0;

  constructor(readonly sale: Sale) {}

  /** The same event and buyers, with some services replaced. */
  with(changed: Partial<Sale["services"]>): Sale {
    const { sale } = this;
    return new (sale.constructor as typeof Sale)({ ...sale.services, ...changed }, sale.event, sale.clock);
  }

  /** Holds a seat. Returns the hold's id, or null if it was refused. */
  async hold(
    userId: string,
    seat: number,
    board: SeatBoard = this.sale.services.board,
  ): Promise<string | null> {
    const { eventId } = this.sale.event;
    const holdId = newHoldId(eventId);
    const [sentAt, result] = [
      this.#time++,
      await board.hold({
        eventId,
        holdId,
        owner: `u:${userId}`,
        seats: [{ index: seat, price: 2500 }],
        chartVersion: 1,
        ttlMs: 10 * MINUTE_MS,
        maxMs: 20 * MINUTE_MS,
      }),
    ];
    if (!result.ok) return null;
    const granted = { status: 201, eventId, holdId, seats: [seat], expiresAt: Infinity };
    this.history.push({
      kind: "call",
      action: "hold",
      userId,
      sentAt,
      respondedAt: this.#time++,
      ...granted,
    });
    return holdId;
  }

  /** Requests the release of the user's own hold, or of one that `ownerId` has. */
  async release(
    userId: string,
    holdId: string,
    { board = this.sale.services.board, ownerId = userId }: { board?: SeatBoard; ownerId?: string } = {},
  ): Promise<void> {
    const sentAt = this.#time++;
    await board.release(holdId, [`u:${userId}`]);
    const about = { holdId, ownerId, status: 204 };
    this.history.push({
      kind: "call",
      action: "release",
      userId,
      sentAt,
      respondedAt: this.#time++,
      ...about,
    });
  }

  /** Changes a hold to these seats, as its owner might in another tab. */
  async change(userId: string, holdId: string, ...seats: number[]): Promise<void> {
    const { board } = this.sale.services;
    const newSeats = seats.map((index) => ({ index, price: 2500 }));
    const sentAt = this.#time++;
    const changed = await board.change({ holdId, owners: [`u:${userId}`], seats: newSeats });
    assert.ok(changed.ok, JSON.stringify(changed));
    const about = { holdId, status: 200 };
    this.history.push({
      kind: "call",
      action: "change",
      userId,
      sentAt,
      respondedAt: this.#time++,
      ...about,
    });
  }

  /**
   * Books a hold with `sale.place`; `sale` may be one that `with` returned. A buyer who does not wait records no
   * response.
   */
  async place(
    userId: string,
    holdId: string,
    { sale = this.sale, waits = true, shown }: {
      sale?: Sale;
      waits?: boolean;
      /** What the buyer was shown. */
      shown?: PlaceRequest["expected"];
    } = {},
  ): Promise<PlaceResult> {
    const key = crypto.randomUUID();
    const call: Call = {
      kind: "call",
      action: "book",
      userId,
      holdId,
      key,
      sentAt: this.#time++,
      respondedAt: null,
      status: null,
      shownTotal: shown?.total,
    };
    this.history.push(call);
    const result = await sale.place(userId, holdId, { key, expected: shown });
    if (!waits) return result;
    call.respondedAt = this.#time++;
    Object.assign(
      call,
      result.ok ? { status: 202, bookingId: result.bookingId } : { status: 409, code: result.code },
    );
    return result;
  }

  /** Approves the payment and settles the booking. */
  async pay(bookingId: string): Promise<void> {
    await this.sale.recordPayment(bookingId, "approved");
    await this.sale.settle(bookingId);
  }

  /** Fails with everything that the auditor finds. */
  async assertConsistent(): Promise<void> {
    const { sale, history } = this;
    await sale.assertConsistent();
    const [record] = await readEventRecords(sale.sql);
    const bookings = await sale.sql<BookingRecord[]>`select id, status, final, total from bookings`;
    const keys = await sale.sql<KeyRecord[]>`select owner_id, key, booking_id from idempotency_keys`;
    assert.deepEqual([
      ...boardViolations(await this.#readBoard(), record),
      ...historyViolations(history, bookings, keys),
    ], []);
  }

  async #readBoard(): Promise<BoardState> {
    const { sql, event: { eventId }, services: { board }, clock } = this.sale;
    const users = await sql<{ id: string }[]>`select id from users`;
    const holds: AuditedHold[] = await board.list(eventId, users.map(({ id }) => `u:${id}`));
    return { ...await board.snapshot(eventId), holds, now: clock.now };
  }
}
