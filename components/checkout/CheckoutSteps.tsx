/** How far a booking has come, as a track; `current` counts from 0. */
export function CheckoutSteps({ current, isFree }: { current: 1 | 2; isFree: boolean }) {
  const names = ["Seats", "Details", isFree ? "Booking" : "Payment", "Tickets"];
  return (
    <div class="steps-track">
      <ol class="steps" aria-label="Steps of the booking">
        {names.map((name, at) => (
          <li
            key={name}
            aria-current={at === current ? "step" : undefined}
            data-state={at < current ? "done" : undefined}
          >
            <span>{name}</span>
            {at < current && <span class="visually-hidden">, done</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
