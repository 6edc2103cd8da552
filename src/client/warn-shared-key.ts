import type { TokenSource } from "../core/token-source.ts";
import { keyOf } from "./call-source.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";

/** What {@link warnOfSharedKey} reads of an engine that shares its tokens. */
export interface SharingEngine {
  /** Returns the engine's current token source. */
  sourceOf(): TokenSource;
  /** Returns whether the engine fetches tokens now. A provider in a hidden tree does not. */
  isInUse(): boolean;
}

/** The engines of this page that were in use at the last check. Each key is an engine. */
const engines = new Map<{ readonly baseUrl: string }, SharingEngine>();

/**
 * Warns the developer, once per page, if two engines of this page share one user's tokens: their base URL, kind and key
 * are the same. Call this function in development only, whenever an engine comes into use.
 *
 * React and hot reload replace one engine by another within a commit, so the check waits for a microtask. Anonymous
 * sources always share one visitor, which is no mistake.
 */
export function warnOfSharedKey(engine: { readonly baseUrl: string }, sharing: SharingEngine): void {
  engines.set(engine, sharing);
  void Promise.resolve().then(() => {
    for (const [other, { isInUse }] of engines) if (!isInUse()) engines.delete(other);
    const scopes = [...engines].map(scopeOf).filter((scope) => scope !== null);
    if (new Set(scopes).size < scopes.length)
      warnDeveloper(
        "two providers or engines of this page have the same `key` of `tokenSource`, so both get the tokens of one user. Put the whole app below one <AssistantCloudProvider>, or pass keys with the ids of the user and organization.",
      );
  });
}

function scopeOf([{ baseUrl }, { sourceOf }]: [{ readonly baseUrl: string }, SharingEngine]): string | null {
  const source = sourceOf();
  const isShared = keyOf(source) !== null && !source.isPending && source.kind !== "anonymous";
  return isShared ? JSON.stringify([baseUrl, source.kind, source.key]) : null;
}
