import { useEffect, useRef } from "react";

/** Writes into the element that it returns a ref for how often the component has rendered; causes no render itself. */
export function useRenderCount() {
  const count = useRef(0);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    count.current += 1;
    if (element.current !== null) element.current.textContent = String(count.current);
  });
  return element;
}
