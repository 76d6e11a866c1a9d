import { useEffect } from "preact/hooks";
import { isScanned } from "@/lib/ticket_codes/scanned.ts";

/**
 * Accepts scanners with any settings: Tab after a ticket submits it, as Enter does, and a ticket scanned while focus is
 * elsewhere goes into the field. Tab and typing by hand work as usual. Renders nothing.
 */
export default function ScannerKeys({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    const field = document.getElementById(fieldId) as HTMLInputElement;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target !== field) {
        // A button or link has no use for these keys; a list of events uses letters, for weekdays, but not digits.
        const keysForField = event.target instanceof HTMLSelectElement ? /^\d$/ : /^\S$/u;
        if (keysForField.test(event.key)) field.focus();
      } else if (event.key === "Tab" && !event.shiftKey && isScanned(field.value)) {
        event.preventDefault();
        field.form!.requestSubmit();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return null;
}
