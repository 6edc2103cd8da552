import type { Inspection } from "./inspection.ts";

/** Returns a sentence with the reason for the engine's state. */
export function describeReason({ snapshot }: Inspection): string {
  switch (snapshot.status) {
    case "loading":
      return "The engine has no token yet, and no attempt has ended.";
    case "unauthenticated":
      return "The token source, or another tab, reports that the user is signed out.";
    case "error":
      return "No usable token is available.";
    case "authenticated":
      if (snapshot.refreshError !== null) return "The token is usable, but the last refresh failed.";
      return snapshot.isRefreshing ? "The token is usable; a refresh is in flight." : "The token is usable.";
  }
}

/** Returns a text that names the engine's next action or the event that the engine waits for. */
export function describeNextAction({ snapshot, nextActionAt }: Inspection): string {
  const { status, error, refreshError, isRefreshing } = snapshot;
  if (nextActionAt === null) {
    if (status === "loading") return "Wait for the token source";
    if (status === "unauthenticated") return "None until the user signs in or the app refreshes";
    return error?.retryable === false
      ? "None until the source changes or a reset"
      : "Wait for the network or the source";
  }
  if (status === "authenticated" && isRefreshing) return "Drop the token, unless the refresh succeeds";
  if (status === "error" || refreshError !== null) return "Retry";
  return status === "authenticated" ? "Refresh" : "Fetch a token";
}

/** Returns a comparison of the server's clock with the local clock. */
export function describeServerClock({ serverOffset }: Inspection): string {
  if (serverOffset === null) return "Unknown until the first token";
  const seconds = Math.round(Math.abs(serverOffset) / 1000);
  // The estimate is imprecise, because `iat` has whole seconds and responses take time, so ignore small differences.
  if (seconds <= 2) return "In step with this machine";
  // The tokens yield only a lower bound of the server's clock.
  return serverOffset > 0 ? `At least ${seconds} s ahead of this machine` : `At most ${seconds} s behind this machine`;
}

/** Returns a text that says whether other tabs share the token. */
export function describeTabs({ hasPeers }: Inspection): string {
  if (hasPeers === null) return "Works alone (no key, or sharing is off or unavailable)";
  return hasPeers ? "Shares the token with other tabs" : "No other tab shares the token";
}
