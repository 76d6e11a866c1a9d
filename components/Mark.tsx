/** The sign of the house: rows of seats either side of the aisle, one of them lit. Takes the colour of the text. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" fill="currentColor">
      <g>
        <circle cx="12.6" cy="5" r="2" />
        <circle cx="19.4" cy="5" r="2" />
        <circle cx="10.2" cy="12.4" r="2.6" />
        <circle cx="21.8" cy="12.4" r="2.6" />
        <circle cx="7.4" cy="20.6" r="3.2" />
        <circle cx="24.6" cy="20.6" r="3.2" fill="var(--velvet)" />
        <circle cx="4.6" cy="28" r="3.6" />
        <circle cx="27.4" cy="28" r="3.6" />
      </g>
    </svg>
  );
}
