import "./field.css";
import { type ReactNode, useId } from "react";

/** What ties an input to its label, its hint and its error. */
export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  /** Where the value is found, or what it is for. */
  hint?: ReactNode;
  /** What is wrong with it; undefined when nothing is. */
  error?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled input with its hint, and its error beside it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, error === undefined ? null : `${id}-error`];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described.filter((each) => each !== null).join(" ") || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
