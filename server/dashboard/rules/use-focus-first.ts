import { type RefObject, useEffect } from "react";

/** Puts the focus on the first control within an element when that appears, such as the next step of a dialog. */
export function useFocusFirst(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    container.current?.querySelector<HTMLElement>("input, textarea, select, [data-first]")?.focus();
  }, [container]);
}
