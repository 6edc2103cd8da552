import { useLayoutEffect, useRef } from "react";

/**
 * Returns a handler that restores the focus when a dialog closes. The handler focuses the element that had the focus
 * before the dialog opened. If that element no longer exists, the handler focuses the `main` element of the page. This
 * hook is needed because the dialog library restores the focus only to its own trigger elements.
 *
 * @param isOpen whether the dialog is open
 * @returns a handler for `onCloseAutoFocus`
 */
export function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    // A hidden page can become visible again with an open dialog. The element that opened it is already stored, so keep
    // it.
    if (isOpen && !wasOpen.current) opener.current = document.activeElement;
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (event) => {
    event.preventDefault();
    const back = opener.current;
    const isThere = back instanceof HTMLElement && back.isConnected && back !== document.body;
    // The dialog's action may have removed the element that opened it, such as the Revoke button of a revoked key.
    (isThere ? back : document.querySelector("main"))?.focus();
  };
}
