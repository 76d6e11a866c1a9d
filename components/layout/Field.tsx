import type { ComponentChildren, JSX } from "preact";
import { useWords } from "./words.tsx";

interface FieldProps {
  /** Name of the form member; also the id, unless `fieldId` is set. */
  name: string;
  /** For a page with several fields of the same name. */
  fieldId?: string;
  label: string;
  hint?: string;
  /** What is wrong and how to fix it; shown below the input and read out with it. */
  error?: string;
  optional?: boolean;
}

type InputProps = FieldProps & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "name" | "label" | "id">;
type SelectProps = FieldProps & Omit<JSX.SelectHTMLAttributes<HTMLSelectElement>, "name" | "label" | "id">;
type TextareaProps =
  & FieldProps
  & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "label" | "id">;

/** A labelled input, with its hint and error tied to it for screen readers. */
export function Field({ name, fieldId, label, hint, error, optional, ...input }: InputProps) {
  const shared = { name, fieldId, label, hint, error, optional };
  return (
    <FieldFrame {...shared}>
      <input {...wiring(shared)} {...input} />
    </FieldFrame>
  );
}

/** Like `Field`, with a list of options, which are its children. */
export function SelectField({ name, label, hint, error, optional, children, ...select }: SelectProps) {
  const shared = { name, label, hint, error, optional };
  return (
    <FieldFrame {...shared}>
      <select {...wiring(shared)} {...select}>{children}</select>
    </FieldFrame>
  );
}

/** Like `Field`, for several lines of text. */
export function TextField({ name, fieldId, label, hint, error, optional, ...textarea }: TextareaProps) {
  const shared = { name, fieldId, label, hint, error, optional };
  return (
    <FieldFrame {...shared}>
      <textarea {...textarea} {...wiring(shared)} />
    </FieldFrame>
  );
}

function FieldFrame(
  { name, fieldId = name, label, hint, error, optional, children }: FieldProps & {
    children: ComponentChildren;
  },
) {
  return (
    <div class="field">
      <label for={`field-${fieldId}`}>
        {label}
        {optional && <Optional />}
      </label>
      {children}
      {hint && <span class="field-hint" id={`field-${fieldId}-hint`}>{hint}</span>}
      {error && <span class="field-error" id={`field-${fieldId}-error`}>{error}</span>}
    </div>
  );
}

function Optional() {
  return <span class="field-optional">{useWords("layout").optional}</span>;
}

/** The attributes that tie an input to its label, hint and error. */
function wiring({ name, fieldId = name, hint, error, optional }: FieldProps) {
  const described = [hint && `field-${fieldId}-hint`, error && `field-${fieldId}-error`].filter(Boolean).join(
    " ",
  );
  return {
    id: `field-${fieldId}`,
    name,
    required: !optional,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
  };
}
