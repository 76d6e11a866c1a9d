/**
 * The port to a payment provider. Every call carries an idempotency key (the booking's id for a charge, the refund's
 * own for a refund) and may be repeated: the result for a key, once terminal, never changes.
 */
export interface PaymentProvider {
  /** Whether a token looks like one of the provider's, without calling it. Only the provider knows what it means. */
  recognizes(token: string): boolean;

  /**
   * Charges once per key. `processing`: accepted but not decided yet. A charge on a closed key always returns `closed`.
   * Throws on a network error or when `signal` aborts; the outcome is then unknown, and `close` finds out.
   */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeStatus>;

  /**
   * Asks the provider to abandon the charge. `closed`: nothing was charged and nothing ever will be. `approved` or
   * `declined`: it was already decided. `processing`: it can't be closed now; ask again.
   */
  close(key: string, signal: AbortSignal): Promise<ChargeStatus>;

  /** Refunds once per key. Throws if the amount exceeds what remains of the charge. */
  refund(request: RefundRequest, signal: AbortSignal): Promise<void>;
}

export type ChargeStatus = "approved" | "declined" | "processing" | "closed";

export interface ChargeRequest {
  key: string;
  /** Minor units. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** Represents a means of payment. */
  token: string;
}

export interface RefundRequest {
  key: string;
  chargeKey: string;
  amount: number;
}
