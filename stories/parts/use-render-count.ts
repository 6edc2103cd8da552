import { useEffect, useRef } from "react";

/**
 * Returns a ref to an element whose text shows how often the calling component has rendered. The hook writes the text
 * directly into the element, which causes no render.
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
