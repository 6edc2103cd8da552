import { useLayoutEffect, useRef } from "react";

/**
 * Gives the focus back to what had it when a dialog was opened, or to the page when that is gone; the library does so for its own
 * triggers alone.
 *
 * @returns a handler for `onCloseAutoFocus`
 */
export function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    // Not when a page that was out of sight comes back with its dialog: that was opened before.
    if (isOpen && !wasOpen.current) opener.current = document.activeElement;
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (event) => {
    event.preventDefault();
    const back = opener.current;
    const isThere = back instanceof HTMLElement && back.isConnected && back !== document.body;
    // What the dialog did may have taken its opener away, as a revocation does with its button.
    (isThere ? back : document.querySelector("main"))?.focus();
  };
}
