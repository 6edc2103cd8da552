import { Switch } from "radix-ui";
import { useId } from "react";

interface SwitchRowProps {
  label: string;
  note?: string;
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  compact?: boolean;
}

export function SwitchRow({ label, note, checked, onChange, disabled = false, compact = false }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={compact ? "switch-row compact" : "switch-row"}>
      <label htmlFor={id}>
        {label}
        {note && <small>{note}</small>}
      </label>
      <Switch.Root id={id} className="switch" checked={checked} onCheckedChange={onChange} disabled={disabled}>
        <Switch.Thumb />
      </Switch.Root>
    </div>
  );
}
