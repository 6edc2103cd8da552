import { useSyncExternalStore } from "react";

/** The pages of the dashboard, by what stands behind the `#`. */
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

/** One page of the dashboard. */
export type PageName = (typeof PAGES)[number];

/** Reads the page from an address's fragment; what names no page is the overview. */
export function pageOf(hash: string): PageName {
  const name = hash.replace(/^#\/?/, "").split("?")[0];
  return PAGES.find((page) => page === name) ?? "overview";
}

/** The page that the address names now. */
export function usePage(): PageName {
  return useSyncExternalStore(subscribe, () => pageOf(location.hash));
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
