import { useLayoutEffect, useRef } from "react";

/**
 * Returns the focus to the element that opened a dialog, or to the page if that element is gone. The library only does so for its own
 * triggers.
 *
 * @returns a handler for `onCloseAutoFocus`
 */
export function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    // Ignores a dialog that reappears with a page that was hidden: its opener is already known.
    if (isOpen && !wasOpen.current) opener.current = document.activeElement;
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (event) => {
    event.preventDefault();
    const back = opener.current;
    const isThere = back instanceof HTMLElement && back.isConnected && back !== document.body;
    // The dialog's action may have removed its opener, such as the Revoke button of a revoked key.
    (isThere ? back : document.querySelector("main"))?.focus();
  };
}
