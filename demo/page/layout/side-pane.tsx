import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import type { SidePaneState } from "./use-side-pane.ts";

interface SidePaneProps {
  pane: SidePaneState;
  side: "left" | "right";
  label: string;
  children: ReactNode;
}

export function SidePane({ pane, side, label, children }: SidePaneProps) {
  if (pane.isInline) {
    return (
      pane.isOpen && (
        <aside className={`pane ${side}`} aria-label={label}>
          {children}
        </aside>
      )
    );
  }
  return (
    <Dialog.Root open={pane.isOpen} onOpenChange={pane.setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="sheet-overlay" />
        <Dialog.Content className={`sheet ${side}`} aria-describedby={undefined}>
          <div className="sheet-head">
            <Dialog.Title>{label}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="sheet-body">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
