import type { DrivenTokenEngine } from "../client/token-engine.ts";
import { useAuthContext } from "./auth-context.ts";
import { useWorkspaceToken, type WorkspaceToken } from "./use-workspace-token.ts";

/**
 * As {@link useWorkspaceToken}, but suspends until the first token is there. A refresh does not suspend again.
 *
 * The nearest `<Suspense>` must be below the provider: above it, React would throw the provider away with
 * the rest and begin anew for ever.
 */
export function useSuspenseWorkspaceToken(): Exclude<WorkspaceToken, { status: "loading" | "error" }> {
  const { engine } = useAuthContext();
  const result = useWorkspaceToken();
  if (result.status === "loading") throw settledOf(engine);
  return result as Exclude<WorkspaceToken, { status: "loading" | "error" }>;
}

const settled = new WeakMap<DrivenTokenEngine, Promise<void>>();

/** Resolves when the engine's first attempt has ended; one promise for all that wait. */
function settledOf(engine: DrivenTokenEngine): Promise<void> {
  let promise = settled.get(engine);
  if (promise === undefined) {
    promise = new Promise((resolve) => {
      const unsubscribe = engine.subscribe(() => {
        if (engine.getSnapshot().status === "loading") return;
        unsubscribe();
        settled.delete(engine);
        resolve();
      });
    });
    settled.set(engine, promise);
  }
  return promise;
}
