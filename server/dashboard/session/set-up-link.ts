import { useEffect, useState } from "react";

/** A set-up link. */
export interface SetUpLink {
  token: string;
  /** Whose password it sets; null for the first admin, who chooses a name. */
  name: string | null;
}

/** Reads the set-up link of an address's fragment; null when there is none. */
export function setUpLinkOf(hash: string): SetUpLink | null {
  const [, token, name = null] = /^#setup=([\w-]{1,128})(?:&name=([a-z0-9._-]{1,40}))?$/.exec(hash) ?? [];
  return token === undefined ? null : { token, name };
}

/**
 * The set-up link that the page was opened by, also one opened over a page that is there already. It is taken out of the address, so
 * that no history keeps it.
 *
 * @returns the link or null, and what drops it
 */
export function useSetUpLink(): readonly [link: SetUpLink | null, drop: () => void] {
  const [link, setLink] = useState(() => setUpLinkOf(location.hash));
  useEffect(() => {
    const take = () => {
      const found = setUpLinkOf(location.hash);
      if (found === null) return;
      history.replaceState(null, "", `${location.pathname}${location.search}#/overview`);
      setLink(found);
    };
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return [link, () => setLink(null)];
}
