import { useSignal } from "@preact/signals";
import { Head } from "fresh/runtime";
import Counter from "../islands/Counter.tsx";

export default function CounterPage() {
  const shared = useSignal(3);
  return (
    <main>
      <Head>
        <title>Counters</title>
        <meta name="description" content="of the page" />
      </Head>
      <Counter count={shared} label="First" />
      <Counter count={shared} label="Second" />
    </main>
  );
}
