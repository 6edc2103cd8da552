import { type ReactNode, useMemo, useState } from "react";
import type { TokenEvent } from "../client/events.ts";
import { AssistantCloudProvider, type AssistantCloudProviderProps } from "../react/assistant-cloud-provider.tsx";
import { createControlledSource } from "./create-controlled-source.ts";
import { createTestClock, type SteppingClock, type TestClock } from "./create-test-clock.ts";
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
  onEvent,
  children,
  ...options
}: TestAssistantCloudProviderProps) {
  const [clock] = useState(() => given ?? createTestClock());
  // A different key per provider prevents two providers on the page from sharing tokens.
  const [instance] = useState(() => ++instances);
  const { tokenSource, advanceOnce } = useMemo(() => {
    const { handler, until } = scriptState(state, { userId, workspaceId, clock });
    const key = JSON.stringify([instance, state, userId, workspaceId]);
    return { tokenSource: createControlledSource({ key, handler }), advanceOnce: createClockAdvance(clock, until) };
  }, [state, userId, workspaceId, clock, instance]);
  return (
    <AssistantCloudProvider
      {...options}
      {...{ baseUrl, tokenSource, clock }}
      random={withoutJitter}
      shareAcrossTabs={false}
      onEvent={(event) => {
        advanceOnce(event);
        onEvent?.(event);
      }}
    >
      {children}
    </AssistantCloudProvider>
  );
}

const withoutJitter = () => WITHOUT_JITTER;

/**
 * Creates a listener for engine events. When the engine receives its first token, the listener advances the clock to
 * `until`. If `until` is null, the listener does nothing.
 */
function createClockAdvance(
  clock: SteppingClock,
  until: "refreshAt" | "expiresAt" | null,
): (event: TokenEvent) => void {
  let isDone = until === null;
  return (event) => {
    if (isDone || until === null || event.type !== "refresh_succeeded") return;
    isDone = true;
    // The scripted source answers at once, so one turn suffices. Under Jest's fake timers, `waitFor` of Testing Library
    // waits for only about 20 turns.
    void clock.advance(event[until] - clock.wall() + 1, 1);
  };
}
