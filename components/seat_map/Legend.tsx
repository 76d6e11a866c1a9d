const signs = [
  ["mine", "Yours"],
  ["held", "In someone’s basket"],
  ["booked", "Taken"],
  ["accessible", "Wheelchair place"],
] as const;

/** What the marks on the map mean, besides the zones. */
export function SignLegend() {
  return (
    <ul class="legend small quiet" aria-label="Marks on the map">
      {signs.map(([sign, words]) => (
        <li class="legend-zone" key={sign}>
          <span class="zone-dot" data-sign={sign} aria-hidden="true" />
          {words}
        </li>
      ))}
    </ul>
  );
}
