import { useState, useSyncExternalStore } from "react";

/** A pane beside the chat. In a wide window it is inline. In a narrow window it is a sheet over the chat. */
export interface SidePaneState {
  isInline: boolean;
  isOpen: boolean;
  setOpen(open: boolean): void;
}

/**
 * Returns the state of a pane. By default, an inline pane is open and a sheet is closed. `setOpen` changes the state
 * only for the current layout (inline or sheet).
 *
 * @param query a media query, which matches if the pane is inline
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
