import { setTimeout as delay } from "node:timers/promises";
import type { MockFaults } from "@/lib/config.ts";
import type { PaymentProvider } from "../provider.ts";
import { neverRespond } from "./provider.ts";

/** Thrown by a call that fails because the settings say so. */
export class ProviderDown extends Error {
  override name = "ProviderDown";
  readonly code = "provider-down";
}

/**
 * The provider behind an unreliable connection, to see how the product copes. The promises of the port still hold:
 * whatever happens to calls, the provider's books have one charge per key. `random` returns numbers from 0 to under 1;
 * each call draws three, in the order failing, doubled, late.
 */
export function withFaults(
  provider: PaymentProvider,
  { delayMs, failureRate, lateRate, doubleRate }: MockFaults,
  random: () => number,
): PaymentProvider {
  async function call<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const [fails, doubled, late] = [failureRate, doubleRate, lateRate].map((rate) => random() < rate);
    if (delayMs > 0) await delay(delayMs, undefined, { signal });
    if (fails) throw new ProviderDown("the mock provider fails this call, as configured");
    const [result] = await Promise.all(doubled ? [work(), work()] : [work()]);
    if (late) await neverRespond(signal);
    return result;
  }

  return {
    recognizes: provider.recognizes,
    charge: (request, signal) => call(() => provider.charge(request, signal), signal),
    close: (key, signal) => call(() => provider.close(key, signal), signal),
    refund: (request, signal) => call(() => provider.refund(request, signal), signal),
  };
}
