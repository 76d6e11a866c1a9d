/** Small inputs of the designer's panel. Each reports its value when it is complete, not with every letter. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";

let made = 0;

/** An id for an element. Preact's own would be loaded by every page with hooks, the event's too. */
export function useOwnId(): string {
  return useMemo(() => `designer-input-${++made}`, []);
}

export function NumberInput({ label, value, min, max, step = 1, onChange }: {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  const id = useOwnId();
  return (
    <div class="designer-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={({ currentTarget: input }) => {
          const typed = Number(input.value);
          if (input.value !== "" && Number.isFinite(typed)) onChange(Math.min(Math.max(typed, min), max));
          input.value = String(value);
        }}
      />
    </div>
  );
}

export function TextInput({ label, value, maxLength, onChange }: {
  label: string;
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
}) {
  const id = useOwnId();
  return (
    <div class="designer-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        maxLength={maxLength}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}

export function Choice<Value extends string>({ label, value, options, onChange }: {
  label: string;
  /** Null while several values are selected. */
  value: Value | null;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
}) {
  const id = useOwnId();
  return (
    <div class="designer-field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value ?? ""}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
      >
        {value === null && <option value="" disabled>…</option>}
        {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
      </select>
    </div>
  );
}

export function Check({ isChecked, onChange, children }: {
  /** Null where only some of what is selected is. */
  isChecked: boolean | null;
  onChange: (isChecked: boolean) => void;
  children: ComponentChildren;
}) {
  return (
    <label class="designer-check">
      <input
        type="checkbox"
        checked={isChecked === true}
        indeterminate={isChecked === null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
