import { useState, useSyncExternalStore } from "react";

/** A pane beside the chat: inline in a wide window, otherwise a sheet above the chat. */
export interface SidePaneState {
  isInline: boolean;
  isOpen: boolean;
  setOpen(open: boolean): void;
}

/**
 * Returns whether a pane is open. An inline pane is initially open, a sheet closed; a switch between them resets that.
 *
 * @param query the media query under which the pane is inline
 */
export function useSidePane(query: string): SidePaneState {
  const [media] = useState(() => window.matchMedia(query));
  const [subscribe] = useState(() => (listener: () => void) => {
    media.addEventListener("change", listener);
    return () => media.removeEventListener("change", listener);
  });
  const isInline = useSyncExternalStore(subscribe, () => media.matches);
  const [chosen, setChosen] = useState({ isInline, isOpen: isInline });
  const isOpen = chosen.isInline === isInline ? chosen.isOpen : isInline;
  return { isInline, isOpen, setOpen: (open) => setChosen({ isInline, isOpen: open }) };
}
