import { useEffect } from "react";

/** While `cut` is true, every `fetch` of this page fails as it does on a dead line. */
export function usePageNetwork(cut: boolean): void {
  useEffect(() => {
    if (!cut) return;
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    return () => {
      globalThis.fetch = fetch;
    };
  }, [cut]);
}
