import { createContext, useContext } from "react";
import type { GetToken } from "../client/authorized-fetch.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";

/** The provider's context for the hooks below it. */
export interface AuthContextValue {
  /** The base URL of the assistant-ui API, without a trailing slash. */
  baseUrl: string;
  /** The engine of the current user and workspace. The provider replaces it when one of them changes. */
  engine: EngineCore;
  /**
   * Calls a component's listener after each change of the current engine's state. Returns a function that stops the
   * calls. After the engine is disposed, it calls no listener, because the components below the provider then use the
   * next engine.
   */
  subscribe: EngineCore["subscribe"];
  /** Resolves when the first attempt of the current engine has ended. */
  untilSettled: () => Promise<void>;
  /** Returns the token of the engine that React has committed; the same function until the provider unmounts. */
  getToken: GetToken;
  /**
   * Returns the engine that React has committed at the time of the call; the same function until the provider unmounts.
   */
  committed: () => EngineCore;
  /** Sends a request with the `fetch` of the provider's last render; the same function until the provider unmounts. */
  fetch: typeof globalThis.fetch;
}

export const AuthContext = createContext<AuthContextValue | null>(null);

/** Returns the provider's context; throws `configuration` outside an `AssistantCloudProvider`. */
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
  return value;
}
