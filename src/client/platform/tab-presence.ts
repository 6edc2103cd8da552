import { attempt } from "./attempt.ts";
import { random } from "./environment.ts";

/** Which tabs of a scope are open, as far as `localStorage` remembers. */
export interface TabPresence {
  /** Adds this tab. */
  enter(): void;
  /** Removes this tab. */
  leave(): void;
  /** Whether another tab has entered and not left; a tab that crashed is still there. */
  hasOthers(): boolean;
  /** Removes every other tab. One that is alive enters again with the next message that it hears. */
  removeOthers(): void;
  /** Leaves word of a sign-out for tabs that cannot hear it now. */
  markSignOut(): void;
  /** Returns a text that differs after each sign-out; null before the first one, or without a storage. */
  lastSignOut(): string | null;
}

/**
 * Creates the presence of one tab. A held lock would say the same, but a browser freezes no tab that holds one.
 *
 * Each tab has an entry of its own, so two of them never overwrite each other's.
 *
 * @param scope only a checksum of it is stored
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

/** Tabs of two scopes with the same checksum wait for each other's answer, in vain, and nothing else. */
function checksum(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
}
