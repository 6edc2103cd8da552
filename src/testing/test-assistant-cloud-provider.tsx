import { type ReactNode, useMemo, useState } from "react";
import type { TokenEvent } from "../client/events.ts";
import { AssistantCloudProvider, type AssistantCloudProviderProps } from "../react/assistant-cloud-provider.tsx";
import { createControlledSource } from "./create-controlled-source.ts";
import { createTestClock, type TestClock } from "./create-test-clock.ts";
import { scriptState, type TestAuthState, WITHOUT_JITTER } from "./test-auth-state.ts";

/** What {@link TestAssistantCloudProvider} takes. */
export interface TestAssistantCloudProviderProps
  extends Pick<Partial<AssistantCloudProviderProps>, "baseUrl" | "fetch" | "queryClient" | "onEvent"> {
  /** Default: `authenticated`. */
  state?: TestAuthState;
  /** Default: `user_test`. */
  userId?: string;
  /** Default: the user id. */
  workspaceId?: string;
  /** `clock.advance(ms)` lets time pass below the provider. Default: a clock that stands still. Read when the provider mounts. */
  clock?: TestClock;
  children?: ReactNode;
}

let instances = 0;

/**
 * Puts the app below it into an authentication state: the real provider and engine, over a token source that follows a script.
 *
 * A state is reached after a few promises, so look for it with `findBy…` or `waitFor`. `refreshing`, `refresh-failing` and
 * `expired` move the clock to the moment at which the state begins. Another state, user or workspace replaces the token as a
 * switch of the user does. Tokens are not signed, so no server accepts them. No request is sent, but for those that the app
 * itself sends through `fetch`.
 *
 * @throws `configuration` while rendering, when there is no such state
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
  // The key is unique on the page; no other tab has a share in it.
  const [instance] = useState(() => ++instances);
  const { tokenSource, follow } = useMemo(() => {
    const { handler, until } = scriptState(state, { userId, workspaceId, clock });
    const key = JSON.stringify([instance, state, userId, workspaceId]);
    return { tokenSource: createControlledSource({ key, handler }), follow: createFollower(clock, until) };
  }, [state, userId, workspaceId, clock, instance]);
  return (
    <AssistantCloudProvider
      {...options}
      {...{ baseUrl, tokenSource, clock }}
      random={withoutJitter}
      shareAcrossTabs={false}
      onEvent={(event) => {
        follow(event);
        onEvent?.(event);
      }}
    >
      {children}
    </AssistantCloudProvider>
  );
}

const withoutJitter = () => WITHOUT_JITTER;

/** Moves the clock once the first token is there. */
function createFollower(clock: TestClock, until: "refreshAt" | "expiresAt" | null): (event: TokenEvent) => void {
  let isDone = until === null;
  return (event) => {
    if (isDone || until === null || event.type !== "refresh_succeeded") return;
    isDone = true;
    void clock.advance(event[until] - clock.wall() + 1);
  };
}
