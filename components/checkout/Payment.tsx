import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Notice } from "@/components/layout/Notice.tsx";
import { useWords } from "@/components/layout/words.tsx";
import { cardBrand } from "@/lib/payments/mock/card_brand.ts";
import { formatCardExpiry, formatCardNumber } from "@/lib/payments/mock/card_format.ts";
import { checkPayment, type PaymentErrors } from "@/lib/checkout/payment_form.ts";
import type { CheckoutView, PaymentResponse } from "@/lib/checkout/view.ts";
import { PaymentForm, type PaymentFormProps } from "./PaymentForm.tsx";

/** Longer than the server takes for any request. */
const TIMEOUT_MS = 20_000;

/**
 * The payment form, which submits without leaving the page: errors appear at their fields at once, a second click sends
 * nothing, and what was typed survives a lost connection. Without the script it is an ordinary form.
 */
export function Payment(
  { fields, refusal, isBlocked, onPaying, onView, onNoResponse, ...props }: PaymentFormProps & {
    refusal: string | null;
    /** The amount has just changed: the button does nothing for a moment. */
    isBlocked: boolean;
    /** The form has been sent (true), or its response has arrived or been lost (false). */
    onPaying: (isPaying: boolean) => void;
    /** The response has the checkout's new state. */
    onView: (view: CheckoutView) => void;
    /** The response was lost: finds out what to show. */
    onNoResponse: () => Promise<void>;
  },
) {
  const words = useWords("checkout");
  const errors = useSignal(fields.errors);
  const notice = useSignal(refusal);
  const key = useSignal(fields.idempotencyKey);
  const brand = useSignal("");
  const isSending = useSignal(false);
  const isReady = useSignal(false);
  useEffect(() => {
    isReady.value = true;
  }, []);

  const check = (form: HTMLFormElement): PaymentErrors => {
    const { isGuest, asksForNeed, total } = props;
    const rules = { isGuest, isFree: total === 0, asksForNeed, now: Date.now() };
    const checked = checkPayment(membersOf(form), rules, words);
    return checked.ok ? {} : checked.errors;
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (isSending.value || isBlocked) return;
    errors.value = check(form);
    if (showFirst(form, errors.value)) return;
    isSending.value = true;
    onPaying(true);
    notice.value = null;
    const response = await submit(form);
    if (response && "location" in response) return location.assign(response.location);
    isSending.value = false;
    onPaying(false);
    if (!response) {
      notice.value = words.noAnswer;
      return await onNoResponse().catch(() => {});
    }
    notice.value = response.refusal;
    key.value = response.idempotencyKey;
    errors.value = response.errors;
    onView(response.view);
    showFirst(form, response.errors);
  };
  const checkField = ({ target, currentTarget }: Event) => {
    const { name } = target as HTMLInputElement;
    const { [name as keyof PaymentErrors]: error } = check(currentTarget as HTMLFormElement);
    errors.value = { ...errors.value, [name]: error };
  };
  /** Formats what is typed at the end of a field as on a card; an error disappears once it is corrected. */
  const change = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const { name } = input;
    if ((event as InputEvent).inputType === "insertText" && input.selectionStart === input.value.length) {
      if (name === "number") input.value = formatCardNumber(input.value);
      if (name === "expiry") input.value = formatCardExpiry(input.value);
    }
    if (name === "number") brand.value = cardBrand(input.value);
    if (name in errors.value) checkField(event);
  };
  /** Checks a field when it loses focus, except to a button: nothing may move while that is being pressed. */
  const leave = (event: FocusEvent) => {
    const { name, value } = event.target as HTMLInputElement;
    if (name && value.trim() && !(event.relatedTarget instanceof HTMLButtonElement)) checkField(event);
  };

  return (
    <>
      {notice.value && (
        <Notice kind="danger">
          <p>{notice.value}</p>
        </Notice>
      )}
      <PaymentForm
        {...props}
        fields={{ ...fields, idempotencyKey: key.value, errors: errors.value }}
        brand={brand.value}
        isSending={isSending.value}
        isBlocked={isBlocked}
        noValidate={isReady.value}
        onSubmit={send}
        onInput={change}
        onfocusout={leave}
      />
    </>
  );
}

function membersOf(form: HTMLFormElement): URLSearchParams {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** The server's response; null when there was none. */
async function submit(form: HTMLFormElement): Promise<PaymentResponse | null> {
  try {
    const response = await fetch(location.href, {
      method: "POST",
      body: membersOf(form),
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.headers.get("content-type")?.startsWith("application/json")) return await response.json();
    // A page instead of JSON, such as the rate-limit page: a normal submission shows it.
    form.submit();
    return await new Promise(() => {});
  } catch {
    // Lost on the way there or back: the key makes a retry safe.
    return null;
  }
}

/** Focuses the first field with an error; returns whether there is one. */
function showFirst(form: HTMLFormElement, errors: PaymentErrors): boolean {
  const wrong = [...form.elements].find((field) =>
    errors[(field as HTMLInputElement).name as keyof PaymentErrors] !== undefined
  );
  (wrong as HTMLElement | undefined)?.focus();
  return wrong !== undefined;
}
