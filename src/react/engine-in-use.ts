import type { EngineCore } from "../client/token-engine.ts";

/** Selects the engine that the functions of a provider's hooks use, such as the result of `useAuthToken()`. */
export interface EngineInUse {
  /**
   * Returns the engine that React committed last. While React renders components with an engine that it has not
   * committed, returns that engine.
   */
  get(): EngineCore;
  /** Called by each hook during rendering, with the engine of that render. */
  render(engine: EngineCore): void;
  /** Called when React has committed a render, with the engine of that render. */
  commit(engine: EngineCore): void;
}

/**
 * Creates an {@link EngineInUse}. The functions of the hooks have a stable identity, so they cannot tell which user's
 * components call them. An app may call them while React renders, for example in the `queryFn` of a suspense query. A
 * call during the first render of a new user must not send the previous user's token.
 *
 * @param committed the engine of the first render
 */
export function createEngineInUse(committed: EngineCore): EngineInUse {
  let current = committed;
  let rendered: EngineCore | null = null;
  return {
    get: () => rendered ?? current,
    render(engine) {
      rendered = engine === current ? null : engine;
      if (rendered === null) return;
      // React reports neither the end of a render nor that it discards one, but events and timers run in later tasks.
      void Promise.resolve().then(() => {
        rendered = null;
      });
    },
    commit(engine) {
      current = engine;
    },
  };
}
