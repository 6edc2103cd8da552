import { useEffect, useState } from "react";

/** A `fetch` of stable identity that fails as the browser's own does while the page's network is cut. */
export function usePageFetch(cut: boolean): typeof fetch {
  const [wire] = useState(() => {
    const state = { cut };
    const send: typeof fetch = (input, init) =>
      state.cut ? Promise.reject(new TypeError("Failed to fetch")) : globalThis.fetch(input, init);
    return { state, send };
  });
  useEffect(() => {
    wire.state.cut = cut;
  }, [wire, cut]);
  return wire.send;
}
