import { type RefObject, useEffect } from "react";

/** Focuses the first control of an element when it appears, such as the next step of a dialog. */
export function useFocusFirst(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    container.current?.querySelector<HTMLElement>("input, textarea, select, [data-first]")?.focus();
  }, [container]);
}
