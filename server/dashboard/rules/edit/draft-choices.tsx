import { type ReactNode, useId } from "react";

interface DraftChoicesProps {
  label: string;
  hint: string;
  choices: readonly string[];
  value: readonly string[];
  error: string | undefined;
  onChange(value: readonly string[]): void;
  /** The content below the choices. */
  children: ReactNode;
}

/** Shows a form field with one checkbox for each predefined value. */
export function DraftChoices({ label, hint, choices, value, error, onChange, children }: DraftChoicesProps) {
  const id = useId();
  const choose = (name: string, isChosen: boolean) =>
    onChange(choices.filter((each) => (each === name ? isChosen : value.includes(each))));
  return (
    <fieldset
      className="draft-choices"
      aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
    >
      <legend>{label}</legend>
      {choices.map((name) => (
        <label key={name} className="draft-check">
          <input
            type="checkbox"
            checked={value.includes(name)}
            onChange={(event) => choose(name, event.target.checked)}
          />
          {name}
        </label>
      ))}
      <p id={`${id}-hint`} className="field-hint">
        {hint}
      </p>
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}
