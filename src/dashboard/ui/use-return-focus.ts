import { useLayoutEffect, useRef } from "react";

/**
 * Gives the focus back to what had it when a dialog was opened; the library does so for its own triggers alone.
 *
 * @returns a handler for `onCloseAutoFocus`
 */
export function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isOpen) opener.current = document.activeElement;
  }, [isOpen]);
  return (event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
  };
}
