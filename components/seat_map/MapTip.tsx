import type { Chooser } from "@/lib/client/seat_map/chooser.ts";
import { useSignalValue } from "./use_signal_value.ts";

/** The tooltip at the pointer on the map. */
export function MapTip({ chooser }: { chooser: Chooser }) {
  const tip = useSignalValue(() => chooser.tip.value);
  return tip && (
    <div class="map-tip" style={{ transform: tip.transform }}>
      <strong>{tip.title}</strong>
      <br />
      {tip.facts.map((fact) => <span key={fact}>{fact}</span>)}
    </div>
  );
}
