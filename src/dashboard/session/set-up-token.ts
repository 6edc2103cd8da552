/** Takes the one-time token out of a set-up link, and out of the address, so that no history keeps it; null when there is none. */
export function takeSetUpToken(): string | null {
  const token = /^#setup=([\w-]{1,128})$/.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(null, "", `${location.pathname}${location.search}#/overview`);
  return token;
}
