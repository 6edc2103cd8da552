import type { TokenSource } from "../core/token-source.ts";
import { keyOf } from "./call-source.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";

/** An engine that takes part in sharing tokens. */
export interface SharingEngine {
  baseUrl: string;
  /** Returns the engine's token source. All calls for one engine pass the same function. */
  sourceOf: () => TokenSource;
  /** Returns whether the engine is in use, so that it fetches and shares tokens. */
  isConnected(): boolean;
}

/** The engines of this page that were in use at the last check. */
const engines = new Map<SharingEngine["sourceOf"], SharingEngine>();

/**
 * Warns the developer, once per page, if two engines of this page share one user's tokens: their base URL, kind and key
 * are the same. Call this function in development only, whenever an engine comes into use.
 *
 * React and hot reload replace one engine by another within a commit, so the check waits for a microtask. Anonymous
 * sources always share one visitor, which is no mistake.
 */
export function warnOfSharedKey(engine: SharingEngine): void {
  engines.set(engine.sourceOf, engine);
  void Promise.resolve().then(() => {
    for (const { sourceOf, isConnected } of engines.values()) if (!isConnected()) engines.delete(sourceOf);
    const scopes = [...engines.values()].map(scopeOf).filter((scope) => scope !== null);
    if (new Set(scopes).size < scopes.length)
      warnDeveloper(
        "two providers or engines of this page have the same `key` of `tokenSource`, so both get the tokens of one user. Put the whole app below one <AssistantCloudProvider>, or pass keys with the ids of the user and organization.",
      );
  });
}

function scopeOf({ baseUrl, sourceOf }: SharingEngine): string | null {
  const source = sourceOf();
  const isShared = keyOf(source) !== null && !source.isPending && source.kind !== "anonymous";
  return isShared ? JSON.stringify([baseUrl, source.kind, source.key]) : null;
}
