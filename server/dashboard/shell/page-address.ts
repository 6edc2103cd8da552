import { useSyncExternalStore } from "react";

/** The names of the dashboard's pages, as they appear in the URL's fragment. */
export const PAGES = [
  "overview",
  "rules",
  "keys",
  "try",
  "activity",
  "threads",
  "sign-outs",
  "audit",
  "signing-keys",
  "origins",
  "projects",
  "admins",
] as const;

export type PageName = (typeof PAGES)[number];

/** Returns the page that a URL's fragment names. Returns the overview if the fragment names no page. */
export function pageOf(hash: string): PageName {
  const name = hash.replace(/^#\/?/, "").split("?")[0];
  return PAGES.find((page) => page === name) ?? "overview";
}

/** Returns the page that the current URL names. */
export function usePage(): PageName {
  return useSyncExternalStore(subscribe, () => pageOf(location.hash));
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
