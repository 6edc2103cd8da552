import type { LucideIcon } from "lucide-react";
import type { SidePaneState } from "./use-side-pane.ts";

interface PaneButtonProps {
  pane: SidePaneState;
  icon: LucideIcon;
  label: string;
}

/** Renders a button that opens and closes a pane. */
export function PaneButton({ pane, icon: Icon, label }: PaneButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-expanded={pane.isOpen}
      title={label}
      onClick={() => pane.setOpen(!pane.isOpen)}
    >
      <Icon size={18} aria-hidden="true" />
    </button>
  );
}
