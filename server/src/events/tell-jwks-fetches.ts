import type { EventListener } from "./authority-event.ts";

/** The same loader of a rule's JWKS, which also tells how each fetch ended. */
export function tellJwksFetches(
  load: () => Promise<unknown>,
  rule: { readonly project: string; readonly ruleId: string },
  tell: EventListener | null,
): () => Promise<unknown> {
  if (tell === null) return load;
  return async () => {
    const start = performance.now();
    let ok = false;
    try {
      const document = await load();
      ok = true;
      return document;
    } finally {
      tell({ type: "jwks_fetch", ...rule, ok, durationMs: performance.now() - start });
    }
  };
}
