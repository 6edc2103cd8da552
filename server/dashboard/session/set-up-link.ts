import { useEffect, useState } from "react";

/** The content of a set-up link. The link lets an admin set a password without signing in. */
export interface SetUpLink {
  token: string;
  /** The name of the admin whose password the link sets; null for the first admin, who chooses a name. */
  name: string | null;
}

/** Returns the content of the set-up link in a URL's fragment; null if the fragment contains no set-up link. */
export function setUpLinkOf(hash: string): SetUpLink | null {
  const [, token, name = null] = /^#setup=([\w-]{1,128})(?:&name=([a-z0-9._-]{1,40}))?$/.exec(hash) ?? [];
  return token === undefined ? null : { token, name };
}

/**
 * Returns the content of the set-up link in the page's URL. Also detects a set-up link that the user opens while the
 * tab shows the dashboard. Removes the link from the URL, so that the browser's history does not contain the link.
 *
 * @returns the link's content or null, and a function that discards this content
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
