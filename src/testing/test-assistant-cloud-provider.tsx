import { type ReactNode, useEffect, useState } from "react";
import { AssistantCloudProvider, type AssistantCloudProviderProps } from "../react/assistant-cloud-provider.tsx";
import { ClockAdvance } from "./clock-advance.ts";
import { createControlledSource } from "./create-controlled-source.ts";
import { createTestClock, type TestClock } from "./create-test-clock.ts";
import { createScriptedSources } from "./scripted-sources.ts";
import { scriptState, type TestAuthState, WITHOUT_JITTER } from "./test-auth-state.ts";

/** Props of {@link TestAssistantCloudProvider}. */
export interface TestAssistantCloudProviderProps
  extends Pick<Partial<AssistantCloudProviderProps>, "baseUrl" | "fetch" | "queryClient" | "onEvent"> {
  /** The auth state to render. Default: `authenticated`. */
  state?: TestAuthState;
  /** The signed-in user. Default: `user_test`. */
  userId?: string;
  /** The user's workspace. Default: the user id. */
  workspaceId?: string;
  /**
   * The engine's clock; `clock.advance(ms)` lets time pass. The provider reads this prop only at mount. Default: a
   * frozen clock.
   */
  clock?: TestClock;
  children?: ReactNode;
}

let instances = 0;

/**
 * Renders its children in an auth state. The provider and the engine are real, and the token source follows a script.
 *
 * The state begins asynchronously, so wait for it with `findBy…` or `waitFor`. For `refreshing`, `refresh-failing`,
 * `offline` and `expired`, the provider advances the clock to the start of the state. When the state, user or workspace
 * changes, the engine drops the token and fetches a new one. Tokens are not signed, so servers refuse them. The
 * provider sends no requests. The app may send requests through `fetch`.
 *
 * @throws `configuration` during rendering for an unknown state
 */
export function TestAssistantCloudProvider({
  state = "authenticated",
  userId = "user_test",
  workspaceId = userId,
  clock: given,
  baseUrl = "https://proj-test.assistant-api.com",
  children,
  ...options
}: TestAssistantCloudProviderProps) {
  const [clock] = useState(() => given ?? createTestClock());
  const [sources] = useState(() => createScriptedSources(clock));
  // A different key per provider prevents two providers on the page from sharing tokens.
  const [instance] = useState(() => ++instances);
  const { handler, until, isPending } = scriptState(state, { userId, workspaceId, clock });
  const key = JSON.stringify([instance, state, userId, workspaceId]);
  const source = sources.take(key, () => {
    const { kind, getToken } = createControlledSource({ handler });
    return { kind, key, isPending, getToken };
  });
  useEffect(() => sources.keepOnly(key), [sources, key]);
  return (
    <AssistantCloudProvider {...options} {...source} baseUrl={baseUrl} random={withoutJitter} shareAcrossTabs={false}>
      <ClockAdvance clock={clock} until={until} />
      {children}
    </AssistantCloudProvider>
  );
}

const withoutJitter = () => WITHOUT_JITTER;
