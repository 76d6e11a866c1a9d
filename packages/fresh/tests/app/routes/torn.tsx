import { signal } from "@preact/signals";
import Counter from "../islands/Counter.tsx";

/** A paragraph in a paragraph, which browsers split. */
export default function TornPage() {
  return (
    <div>
      <p>
        <Counter count={signal(0)} label="Torn" />
      </p>
      <div>
        <Counter count={signal(0)} label="Whole" />
      </div>
    </div>
  );
}
