const ROWS = 6;
const CENTRE = { x: 240, y: -120 };
/** Where a row's blocks begin, as an angle from the middle: the aisle is between them. */
const AISLE = 0.08;
const EDGE = 0.66;

/** A drawing of a house as one sees it on the map: rows round a stage, an aisle, and two seats taken as one's own. */
export function HouseRows() {
  return (
    <svg class="house-rows" viewBox="0 0 480 250" aria-hidden="true" fill="currentColor">
      <path
        d="M140 12Q240 30 340 12"
        fill="none"
        stroke="currentColor"
        stroke-width="5"
        stroke-linecap="round"
      />
      {Array.from({ length: ROWS }, (_, row) => <HouseRow key={row} row={row} />)}
    </svg>
  );
}

function HouseRow({ row }: { row: number }) {
  const radius = 200 + row * 29;
  const seats = 7 + row;
  const step = (EDGE - AISLE) / (seats - 1);
  const angles = Array.from({ length: seats }, (_, seat) => AISLE + seat * step);
  return (
    <>
      {[-1, 1].flatMap((side) =>
        angles.map((angle, seat) => {
          const isMine = row === 3 && side === 1 && seat < 2;
          return (
            <circle
              key={`${side}-${seat}`}
              cx={(CENTRE.x + side * radius * Math.sin(angle)).toFixed(1)}
              cy={(CENTRE.y + radius * Math.cos(angle)).toFixed(1)}
              r={isMine ? 7.5 : 6.25}
              fill={isMine ? "var(--mine-fill)" : undefined}
              opacity={isMine ? undefined : 0.55}
            />
          );
        })
      )}
    </>
  );
}
