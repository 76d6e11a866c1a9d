import { hidden } from "@/components/layout/hidden.tsx";
import { useWords } from "@/components/layout/words.tsx";

/** Progress through the booking, as a track; `current` counts from 0. */
export function CheckoutSteps({ current, isFree }: { current: 1 | 2; isFree: boolean }) {
  const words = useWords("checkoutPage");
  const steps = ["seats", "details", isFree ? "booking" : "payment", "tickets"] as const;
  return (
    <div class="steps-track">
      <ol class="steps" aria-label={words.steps}>
        {steps.map((step, at) => {
          const name = () => <span>{words.step({ step })}</span>;
          return (
            <li
              key={step}
              aria-current={at === current ? "step" : undefined}
              data-state={at < current ? "done" : undefined}
            >
              {at < current ? words.stepDone({ step: name, hidden }) : name()}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
