/** The replies of the scripts: a code, followed by its details. */
import type { Refusal } from "../board.ts";

/** The first item of a reply; `scripts/parts/board.lua` has the same codes. */
export const ReplyCode = {
  DONE: 0,
  /** The board has to be rebuilt. */
  LOST: 1,
  /** The position in a feed belongs to another epoch. */
  OTHER_EPOCH: 2,
  HOLD_NOT_FOUND: 3,
  HOLD_CLAIMED: 4,
  SEATS_UNAVAILABLE: 5,
  LIMIT_EXCEEDED: 6,
  EXTENSION_CAP: 7,
  /** The board to be rebuilt already exists. */
  BUILT: 8,
  /** A hold is not what the buyer was shown. */
  HOLD_CHANGED: 9,
  COOL_DOWN: 10,
} as const;

export type Reply = [code: number, ...details: unknown[]];

/** The refusal that a reply reports, or null for `DONE`. */
export function refusalOfReply([code, detail, limit]: Reply): Refusal | null {
  switch (code) {
    case ReplyCode.DONE:
      return null;
    case ReplyCode.HOLD_NOT_FOUND:
      return { ok: false, code: "hold-not-found" };
    case ReplyCode.HOLD_CLAIMED:
      return { ok: false, code: "hold-claimed", bookingId: String(detail) };
    case ReplyCode.SEATS_UNAVAILABLE:
      return { ok: false, code: "seats-unavailable", unavailable: detail as number[] };
    case ReplyCode.LIMIT_EXCEEDED:
      return detail === "address"
        ? { ok: false, code: "limit-exceeded", scope: detail, limit: Number(limit) }
        : { ok: false, code: "limit-exceeded" };
    case ReplyCode.COOL_DOWN:
      return { ok: false, code: "cool-down", retryAfterMs: Number(detail) };
    case ReplyCode.EXTENSION_CAP:
      return { ok: false, code: "extension-cap" };
    default:
      throw new Error(`unexpected reply from a seat board script: ${code}`);
  }
}
