import { createContext, useContext } from "react";
import type { GetToken } from "../client/authorized-fetch.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { EngineInUse } from "./engine-in-use.ts";

/** The value that the provider passes to its hooks through React context. */
export interface AuthContextValue {
  /** The base URL of the assistant-ui API, without a trailing slash. */
  baseUrl: string;
  /**
   * The engine of the current user and workspace. When the user or workspace changes, the provider replaces the engine.
   */
  engine: EngineCore;
  /**
   * Adds a listener that runs after each change of the current engine's state. Returns a function that removes the
   * listener. A disposed engine does not call the listener, because the components then use the next engine.
   */
  subscribe: EngineCore["subscribe"];
  /**
   * Resolves when the current engine next reports a status other than `loading`. That is usually after the first
   * attempt.
   */
  untilSettled: () => Promise<void>;
  /**
   * Resolves to the token of the engine in use, or to null when no user is signed in. The function stays the same until
   * the provider unmounts.
   */
  getToken: GetToken;
  /** Selects the engine of a call. The object stays the same until the provider unmounts. */
  inUse: EngineInUse;
  /**
   * Sends a request with the `fetch` that the app passed to the provider at the last committed render. Default: the
   * global `fetch`. The function stays the same until the provider unmounts.
   */
  fetch: typeof globalThis.fetch;
}

export const AuthContext = createContext<AuthContextValue | null>(null);

/**
 * Returns the provider's context, and puts its engine in use for this render. Call this function only during rendering.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthContext(): AuthContextValue {
  const value = useContext(AuthContext);
  if (value === null) {
    throw new AssistantCloudAuthError(
      "configuration",
      forDeveloper(
        "No <AssistantCloudProvider> was found above this component. In Storybook, add withAuthState to the decorators.",
      ),
      {
        remedy: forDeveloper("Wrap the app's root in <AssistantCloudProvider baseUrl={…} tokenSource={…}>."),
      },
    );
  }
  value.inUse.render(value.engine);
  return value;
}
