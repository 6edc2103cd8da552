import { useEffect } from "react";

/** Makes every `fetch` of this page fail with a network error while `isCut` is true. */
export function usePageNetwork(isCut: boolean): void {
  useEffect(() => {
    if (!isCut) return;
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    return () => {
      globalThis.fetch = fetch;
    };
  }, [isCut]);
}
