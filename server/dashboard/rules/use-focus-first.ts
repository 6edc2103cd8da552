import { type RefObject, useEffect } from "react";

/** Focuses the first control of an element when the element appears, for example in the next step of a dialog. */
export function useFocusFirst(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    container.current?.querySelector<HTMLElement>("input, textarea, select, [data-first]")?.focus();
  }, [container]);
}
