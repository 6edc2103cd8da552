import { useEffect, useRef } from "react";

/**
 * Returns a ref for an element. The element's text is the number of renders of the component that calls this hook. The
 * hook writes the text directly into the element, which causes no render.
 */
export function useRenderCount() {
  const count = useRef(0);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    count.current += 1;
    if (element.current !== null) element.current.textContent = String(count.current);
  });
  return element;
}
