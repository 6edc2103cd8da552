import { useEffect, useState } from "react";

/** The one-time token of a set-up link, from an address's fragment; null when there is none. */
export function setUpTokenOf(hash: string): string | null {
  return /^#setup=([\w-]{1,128})$/.exec(hash)?.[1] ?? null;
}

/**
 * The one-time token of the set-up link that the page was opened by, also of one opened over a page that is there already.
 * It is taken out of the address, so that no history keeps it.
 *
 * @returns the token or null, and what drops it
 */
export function useSetUpToken(): readonly [token: string | null, drop: () => void] {
  const [token, setToken] = useState(() => setUpTokenOf(location.hash));
  useEffect(() => {
    const take = () => {
      const found = setUpTokenOf(location.hash);
      if (found === null) return;
      history.replaceState(null, "", `${location.pathname}${location.search}#/overview`);
      setToken(found);
    };
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return [token, () => setToken(null)];
}
