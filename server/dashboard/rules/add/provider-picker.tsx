import { useRef } from "react";
import type { PresetInfo } from "../../../src/admin/admin-api.ts";
import { useFocusFirst } from "../use-focus-first.ts";

interface ProviderPickerProps {
  presets: readonly PresetInfo[];
  /** Called with the chosen provider; null for a custom provider. */
  onPick(preset: PresetInfo | null): void;
}

/** Shows the list of providers to choose from. */
export function ProviderPicker({ presets, onPick }: ProviderPickerProps) {
  const list = useRef<HTMLUListElement>(null);
  useFocusFirst(list);
  return (
    <ul ref={list} className="provider-list">
      {presets.map((preset, index) => (
        <li key={preset.provider}>
          <button type="button" data-first={index === 0 || undefined} onClick={() => onPick(preset)}>
            {preset.title}
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={() => onPick(null)}>
          Custom provider
        </button>
      </li>
    </ul>
  );
}
