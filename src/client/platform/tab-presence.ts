import { attempt } from "./attempt.ts";
import { random } from "./environment.ts";

/** Records in `localStorage` which of the tabs that share tokens are open. */
export interface TabPresence {
  /** Records that this tab is open. */
  enter(): void;
  /** Removes the record of this tab. */
  leave(): void;
  /** Returns whether another tab is recorded as open. The record of a crashed tab remains. */
  hasOthers(): boolean;
  /** Removes the records of all other tabs. An open tab records itself again when it receives the next message. */
  removeOthers(): void;
  /** Records a sign-out for tabs that cannot receive messages now, such as those in the back-forward cache. */
  markSignOut(): void;
  /** Returns a value that changes with each sign-out; null before the first sign-out, or if no storage is available. */
  lastSignOut(): string | null;
}

/**
 * Creates the {@link TabPresence} of one tab. An open tab is marked by an entry in `localStorage`, not by a lock,
 * because a lock would prevent the browser from freezing the tab. Tabs never overwrite each other's entries.
 *
 * @param scope identifies the tabs that share tokens; only its checksum is stored
 */
export function createTabPresence(scope: string): TabPresence {
  const sum = checksum(scope);
  const prefix = `assistant-cloud-auth:tab:${sum}:`;
  const signOut = `assistant-cloud-auth:sign-out:${sum}`;
  const mine = prefix + random();
  const others = () => attempt(() => Object.keys(localStorage).filter(isOther)) ?? [];
  const isOther = (entry: string) => entry.startsWith(prefix) && entry !== mine;
  return {
    enter: () => attempt(() => localStorage.setItem(mine, "")),
    leave: () => attempt(() => localStorage.removeItem(mine)),
    hasOthers: () => others().length > 0,
    removeOthers() {
      for (const entry of others()) attempt(() => localStorage.removeItem(entry));
    },
    markSignOut: () => attempt(() => localStorage.setItem(signOut, `${random()}`)),
    lastSignOut: () => attempt(() => localStorage.getItem(signOut)) ?? null,
  };
}

/**
 * Returns a 32-bit checksum of a text. Two scopes with the same checksum share their entries in `localStorage`. This
 * can have three effects:
 *
 * - A tab waits 200 ms for a token although no other tab of its scope is open.
 * - A tab calls the token source although another tab of its scope has a token, because `removeOthers` removed the
 *   record of that tab.
 * - A tab replaces its token after a sign-out in the other scope.
 *
 * A tab never receives a token of another scope, because a channel's name contains the whole scope.
 */
function checksum(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
}
