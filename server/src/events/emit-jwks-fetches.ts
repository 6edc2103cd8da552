import type { AuthorityEventListener } from "./authority-event.ts";

/**
 * Wraps the function that loads an auth rule's JWKS. The wrapper emits a `jwks_fetch` event for each fetch. If `emit`
 * is null, returns the function unchanged.
 */
export function emitJwksFetches(
  load: () => Promise<unknown>,
  rule: { readonly project: string; readonly ruleId: string },
  emit: AuthorityEventListener | null,
): () => Promise<unknown> {
  if (emit === null) return load;
  return async () => {
    const start = performance.now();
    let ok = false;
    try {
      const document = await load();
      ok = true;
      return document;
    } finally {
      emit({ type: "jwks_fetch", ...rule, ok, durationMs: performance.now() - start });
    }
  };
}
