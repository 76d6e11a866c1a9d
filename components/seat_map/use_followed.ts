import { effect } from "@preact/signals-core";
import { useEffect, useState } from "preact/hooks";

/**
 * The result of `read` on signals, recomputed whenever one of them changes. Does for the event page what
 * `@preact/signals` does for other pages, without the 1.2 KB that come with every component.
 */
export function useFollowed<Value extends object | null>(read: () => Value): Value {
  const [value, setValue] = useState(read);
  useEffect(() => effect(() => setValue(read())), []);
  return value;
}
