import { computed, signal } from "@preact/signals";
import Counter from "../islands/Counter.tsx";
import { Frame, Panel } from "../islands/Panel.tsx";

export default function SlotsPage() {
  const count = signal(1);
  const doubled = computed(() => count.value * 2);
  return (
    <main>
      <Frame>
        <p id="text">from the server</p>
        <Counter count={count} label="In a frame" />
        <input type="checkbox" checked disabled />
      </Frame>
      <Panel title={<em id="title">JSX title</em>}>
        <Counter count={count} label="In a panel" />
        <Panel title="inner">
          <b id="deep">deep</b>
        </Panel>
      </Panel>
      <Panel title="empty">{null}</Panel>
      <Counter count={doubled} label="Doubled" />
      <ul>
        {["a", "b"].map((name) => (
          <li key={name}>
            <Counter key={name} count={count} label={name} />
          </li>
        ))}
      </ul>
      <footer>after the islands</footer>
    </main>
  );
}
