/** The logo: rows of seats either side of the aisle, one of them lit. It has the colour of the text. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" fill="currentColor">
      <circle cx="12.4" cy="6" r="2.8" />
      <circle cx="19.6" cy="6" r="2.8" />
      <circle cx="9" cy="15.2" r="3.5" />
      <circle cx="23" cy="15.2" r="3.5" fill="var(--velvet)" />
      <circle cx="5" cy="26.2" r="4.4" />
      <circle cx="27" cy="26.2" r="4.4" />
    </svg>
  );
}
