import { useWords } from "@/components/layout/words.tsx";

const signs = ["mine", "held", "booked", "accessible"] as const;

/** What the marks on the map mean, apart from the zones. */
export function SignLegend() {
  const words = useWords("seatMap");
  return (
    <ul class="legend small quiet" aria-label={words.marks}>
      {signs.map((sign) => (
        <li class="legend-zone" key={sign}>
          <span class="zone-dot" data-sign={sign} aria-hidden="true" />
          {words.mark[sign]}
        </li>
      ))}
    </ul>
  );
}
