import { effect } from "@preact/signals-core";
import { useEffect, useState } from "preact/hooks";

/**
 * The result of `read`, recomputed whenever a signal that it reads changes. Does for the event page what
 * `@preact/signals` does for other pages, without the 1.2 KB that it costs.
 */
export function useSignalValue<Value extends object | null>(read: () => Value): Value {
  const [value, setValue] = useState(read);
  useEffect(() => effect(() => setValue(read())), []);
  return value;
}
