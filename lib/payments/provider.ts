/**
 * The port to a payment provider. Every call carries the booking id as its key and may be repeated: the answer for a
 * key, once terminal, never changes.
 */
export interface PaymentProvider {
  /** Whether a token can be one of the provider's, without asking it. What a token means is the provider's to know. */
  takes(token: string): boolean;

  /**
   * Charges once per key. `processing`: taken in, no answer yet. A charge on a closed key answers `closed` for ever.
   * Throws on a network error or when `signal` aborts; then the outcome is unknown and `close` tells.
   */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeStatus>;

  /**
   * Asks the provider to give the charge up. `closed`: nothing was taken and nothing ever will be. `approved` or
   * `declined`: it was decided before. `processing`: it can't be given up now; ask again.
   */
  close(key: string, signal: AbortSignal): Promise<ChargeStatus>;

  /** Gives money back, once per key. Refuses (throws) more than what is left of the charge. */
  refund(request: RefundRequest, signal: AbortSignal): Promise<void>;
}

export type ChargeStatus = "approved" | "declined" | "processing" | "closed";

export interface ChargeRequest {
  key: string;
  /** Minor units. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** Stands for a means of payment. */
  token: string;
}

export interface RefundRequest {
  key: string;
  chargeKey: string;
  amount: number;
}
