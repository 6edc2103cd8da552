import type { Server } from "./server.ts";
import type { Tab } from "./tab.ts";

/** A settled `getToken()` call. `user`, `remainingMs` and `holdsToken` describe the moment when the call settled. */
export interface Outcome {
  token: string | null;
  error: unknown;
  tab: Tab;
  user: string;
  remainingMs: number;
  forced: boolean;
  holdsToken: boolean;
}

/** Calls `getToken()` of tabs and collects the outcomes. */
export function createTokenReads(server: Server) {
  const outcomes: Outcome[] = [];

  function readToken(tab: Tab, forced: boolean): void {
    const { engine } = tab;
    const end = (token: string | null, error: unknown) => {
      const remainingMs = token === null ? 0 : server.lifeOf(token);
      outcomes.push({ token, error, tab, user: tab.user, remainingMs, forced, holdsToken: engine.peek() !== null });
    };
    engine.getToken({ forceRefresh: forced }).then(
      (token) => end(token, null),
      (error) => end(null, error),
    );
  }

  return { outcomes, readToken };
}
