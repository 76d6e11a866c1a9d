import { useEffect } from "preact/hooks";
import { isScanned } from "@/lib/ticket_codes/scanned.ts";

/**
 * Lets a scanner type whatever it is set to: a ticket that ends with Tab is sent as by Enter, and one that is read while
 * the focus is elsewhere goes into the field. People's own Tab and typing stay what they are. Draws nothing.
 */
export default function ScannerKeys({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    const field = document.getElementById(fieldId) as HTMLInputElement;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target !== field) {
        // A button or link has no use for these keys, and a list of events begins with their days.
        const isForField = event.target instanceof HTMLSelectElement ? /^\d$/ : /^\S$/u;
        if (isForField.test(event.key)) field.focus();
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
