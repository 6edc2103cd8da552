import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Panel } from "./panel.tsx";
import { toneOf } from "./state-facts.tsx";
import type { Devtools } from "./use-devtools.ts";

interface FloatingPanelProps {
  devtools: Devtools;
  initiallyOpen: boolean;
}

/** Renders the open panel, or a button that opens the panel. The Escape key closes the panel. */
export function FloatingPanel({ devtools, initiallyOpen }: FloatingPanelProps): ReactNode {
  const [isOpen, setOpen] = useState(initiallyOpen);
  const closeButton = useRef<HTMLButtonElement>(null);
  const openButton = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  // The pressed button has unmounted, so focus moves to the button that replaced it.
  useEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    (isOpen ? closeButton : openButton).current?.focus();
  }, [isOpen]);
  const { engine, whatIf } = devtools;
  const snapshot = engine.getSnapshot();
  if (!isOpen) {
    return (
      <button type="button" className="toggle" ref={openButton} aria-expanded={false} onClick={() => setOpen(true)}>
        Auth devtools: <span className={toneOf(snapshot)}>{snapshot.status}</span>
        {whatIf !== null && <span className="warn"> (what if)</span>}
      </button>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    // Escape would also close the app's own dialog, so stop the event.
    event.stopPropagation();
    setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from any control inside it.
    <div onKeyDown={onKeyDown}>
      <Panel devtools={devtools} closeRef={closeButton} onClose={() => setOpen(false)} />
    </div>
  );
}
