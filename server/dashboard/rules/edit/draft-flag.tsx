import { useId } from "react";

interface DraftFlagProps {
  name: string;
  /** What the rule does while the checkbox is on. */
  hint: string;
  value: boolean;
  error: string | undefined;
  onChange(value: boolean): void;
}

/** Shows a form field with a checkbox. */
export function DraftFlag({ name, hint, value, error, onChange }: DraftFlagProps) {
  const id = useId();
  return (
    <>
      <label className="draft-check">
        <input
          type="checkbox"
          name={name}
          checked={value}
          aria-describedby={error === undefined ? undefined : id}
          aria-invalid={error === undefined ? undefined : true}
          onChange={(event) => onChange(event.target.checked)}
        />
        {hint}
      </label>
      {error !== undefined && (
        <p id={id} className="field-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
