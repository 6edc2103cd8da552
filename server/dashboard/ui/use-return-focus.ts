import { useLayoutEffect, useRef } from "react";

/**
 * Returns the focus to the element that opened a dialog, or to the page if that element is gone. The dialog library
 * does this only for its own triggers.
 *
 * @returns a handler for `onCloseAutoFocus`
 */
export function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    // A dialog can reappear with a page that was hidden. Its opener is already stored, so keep that element.
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
