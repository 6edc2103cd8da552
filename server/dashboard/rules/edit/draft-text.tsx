import { Field } from "../../ui/field.tsx";
import { InlineCode } from "../../ui/inline-code.tsx";

interface DraftTextProps {
  name: string;
  label: string;
  /** The hint below the field. Text between backticks is shown as code. */
  hint: string;
  placeholder?: string;
  /** Whether the field can contain several values, one per line. */
  isLines: boolean;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}

/** Shows a form field for text. */
export function DraftText({ name, label, hint, placeholder, isLines, value, error, onChange }: DraftTextProps) {
  const common = { name, placeholder, value, spellCheck: false, autoComplete: "off" };
  return (
    <Field label={label} hint={<InlineCode text={hint} />} error={error}>
      {(control) =>
        isLines ? (
          <textarea {...control} {...common} rows={2} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input {...control} {...common} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}
