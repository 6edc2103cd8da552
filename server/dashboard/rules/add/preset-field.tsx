import type { PresetInputField } from "../../../src/admin/admin-api.ts";
import { Field } from "../../ui/field.tsx";
import { InlineCode } from "../../ui/inline-code.tsx";

interface PresetFieldProps {
  field: PresetInputField;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
  onLeave(): void;
}

/** Shows the form control for one field of a preset, with an example and a hint. */
export function PresetField({ field, value, error, onChange, onLeave }: PresetFieldProps) {
  const { name, label, description, example, required, many, choices } = field;
  const sentence = description.charAt(0).toUpperCase() + description.slice(1);
  return (
    <Field
      label={required ? label : `${label} (optional)`}
      error={error}
      hint={
        <>
          <InlineCode text={sentence} />.{many && " Separate multiple values with commas."}
        </>
      }
    >
      {(control) =>
        choices === null ? (
          <input
            {...control}
            name={name}
            required={required}
            placeholder={example}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onLeave}
          />
        ) : (
          <select
            {...control}
            name={name}
            value={value || choices[0]?.value}
            onChange={(event) => onChange(event.target.value)}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
