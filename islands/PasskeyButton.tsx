import { Fragment, h } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CreationOptions } from "@/lib/auth/webauthn.ts";

interface Props {
  label: string;
  /** Shown if no passkey was used or created, which may be the person's wish. */
  failed: string;
  /** Shown instead of the button in a browser without passkeys. */
  unsupported: string;
  /** Where to get what the browser is asked for, or the passkey that it is asked to create. */
  ask: string | CreationOptions;
  /** Whether it is the form's main button. */
  isMain?: boolean;
  /** Whether the browser also offers passkeys in the field that has `webauthn` in its `autocomplete`. */
  autofills?: boolean;
}

/** Asks the browser for a passkey, and sends the form that it is in with the answer as `passkey`. */
export default function PasskeyButton({ label, failed, unsupported, ask, isMain, autofills }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const offering = useRef<AbortController | null>(null);
  const message = useSignal("");
  const isSupported = useSignal(true);

  const send = (passkey: Credential) => {
    const form = button.current!.form!;
    const add = ({ formData }: FormDataEvent) => formData.set("passkey", JSON.stringify(passkey));
    form.addEventListener("formdata", add, { once: true });
    // The other fields are for those without a passkey.
    form.noValidate = true;
    form.requestSubmit(form.querySelector<HTMLButtonElement>("[type=submit]"));
    form.noValidate = false;
  };

  const onClick = async () => {
    offering.current?.abort();
    message.value = "";
    try {
      send(typeof ask === "string" ? await useOne(await optionsFrom(ask)) : await createOne(ask));
    } catch (error) {
      console.info("no passkey:", error);
      message.value = failed;
    }
  };

  useEffect(() => {
    isSupported.value = globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON !== undefined;
    if (!isSupported.value || !autofills || typeof ask !== "string") return;
    const stop = offering.current = new AbortController();
    offer(ask, stop.signal).then((passkey) => passkey && send(passkey)).catch((error) => {
      if (!stop.signal.aborted) console.info("passkeys are not offered in the form:", error);
    });
    return () => stop.abort();
  }, []);

  // Without JSX, whose runtime the event page would otherwise load as a file of its own: its scripts have a limit.
  if (!isSupported.value) return h("p", { class: "quiet" }, unsupported);
  const look = `button button-wide needs-script ${isMain ? "button-main" : ""}`;
  return h(
    Fragment,
    null,
    h("button", { ref: button, type: "button", class: look, onClick }, label),
    h("p", { class: "field-error", role: "alert", hidden: message.value === "" }, message.value),
  );
}

async function optionsFrom(url: string): Promise<PublicKeyCredentialRequestOptions> {
  const response = await fetch(url, { method: "POST" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return PublicKeyCredential.parseRequestOptionsFromJSON(await response.json());
}

async function useOne(
  publicKey: PublicKeyCredentialRequestOptions,
  how: Omit<CredentialRequestOptions, "publicKey"> = {},
): Promise<Credential> {
  return (await navigator.credentials.get({ publicKey, ...how }))!;
}

async function createOne(options: CreationOptions): Promise<Credential> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return (await navigator.credentials.create({ publicKey }))!;
}

/** How long before a challenge expires a new one takes its place: time to unlock the passkey. */
const MARGIN_MS = 60_000;

/** Offers passkeys among what the browser fills in, until one is chosen. Null if the browser can't. */
async function offer(url: string, stop: AbortSignal): Promise<Credential | null> {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return null;
  while (true) {
    const options = await optionsFrom(url);
    const outdated = AbortSignal.timeout(options.timeout! - MARGIN_MS);
    try {
      return await useOne(options, { mediation: "conditional", signal: AbortSignal.any([stop, outdated]) });
    } catch (error) {
      if (stop.aborted || !outdated.aborted) throw error;
    }
  }
}
