import { AuthErrorBoundary, type AuthErrorFallbackProps } from "assistant-cloud-auth";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState, useTransition } from "react";
import type { ControlledSource } from "../../../src/testing/create-controlled-source.ts";
import { type createReactHarness, HarnessProvider } from "../react-harness.tsx";
import { answerThreads } from "./cloud.ts";
import { type Hook, outcomeOf, type Person } from "./hooks.tsx";
import type { Setting } from "./settings.tsx";
import { SubscriptionCounter, type Subscriptions } from "./subscriptions.tsx";

/** The state of the app in one cell of the matrix. */
export interface AppState {
  person: Person;
  /** The number of the user's session at the auth provider. */
  session: number;
  /**
   * The number of the app's current page. It is also the React key of the component that reads the token. Page 0 does
   * not contain the component.
   */
  page: number;
  /** The React key of the provider. */
  mount: number;
  isHidden: boolean;
  /**
   * While this gate is closed, a sibling suspends: a sibling of the provider, or of the component that reads the token.
   */
  gate: { isOpen: boolean; opened: Promise<void> } | null;
}

/** Functions and values that a mounted app exposes to the test. */
export interface Handles {
  /** Rerenders the app with the given state. */
  change(appState: AppState): void;
  /** Whether a React transition is in progress. */
  isPending: boolean;
  /** Requests a token; null until React has mounted a component that reads the token. */
  requestToken: (() => Promise<string>) | null;
  /** The props of the error boundary's fallback; null while the boundary shows its children. */
  failure: AuthErrorFallbackProps | null;
  /**
   * The outcomes of the token requests that a component starts when React mounts or shows the component. Excludes
   * outcomes that arrive after React has hidden or unmounted the component.
   */
  readonly outcomes: Set<string>;
}

/** The parts that stay the same while an app is mounted. */
export interface AppParts {
  hook: Hook;
  setting: Setting;
  sources: Record<"ada" | "bob", ControlledSource>;
  harness: ReturnType<typeof createReactHarness>;
  subscriptions: Subscriptions;
  handles: Handles;
}

/**
 * The app in one cell of the matrix. It renders the provider and a component that reads the token. The setting wraps
 * both.
 */
export function App({ parts, first }: { parts: AppParts; first: AppState }): ReactNode {
  const { hook, setting, sources, harness, subscriptions, handles } = parts;
  const [appState, setAppState] = useState(first);
  const [isPending, startTransition] = useTransition();
  useLayoutEffect(() => {
    handles.isPending = isPending;
    handles.change = (next) => (setting.inTransition ? startTransition(() => setAppState(next)) : setAppState(next));
  });
  const tokenSource = hook.useSource(appState, sources);
  const { page } = appState;
  // React skips an element that has not changed, so the reader rerenders only when the hook or the page changes.
  const reader = useMemo(
    () => (page === 0 ? <p>home</p> : <Reader key={page} hook={hook} handles={handles} />),
    [page, hook, handles],
  );
  return setting.wrapProvider(
    <HarnessProvider key={appState.mount} of={harness} tokenSource={tokenSource} fetch={answerThreads}>
      <SubscriptionCounter of={subscriptions} />
      <AuthErrorBoundary fallback={(failure) => <Failure failure={failure} handles={handles} />}>
        {setting.wrapReader(reader, appState)}
      </AuthErrorBoundary>
    </HarnessProvider>,
    appState,
  );
}

/** Calls the hook. Requests a token whenever React mounts or shows this component. */
function Reader({ hook, handles }: Pick<AppParts, "hook" | "handles">): ReactNode {
  const requestToken = hook.useRequest();
  useLayoutEffect(() => {
    handles.requestToken = requestToken;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rerender must not start another read.
  useEffect(() => {
    let isShown = true;
    void outcomeOf(requestToken()).then((outcome) => isShown && handles.outcomes.add(outcome));
    return () => {
      isShown = false;
    };
  }, []);
  return <p>{hook.useText()}</p>;
}

function Failure({ failure, handles }: { failure: AuthErrorFallbackProps; handles: Handles }): ReactNode {
  useLayoutEffect(() => {
    handles.failure = failure;
    return () => {
      handles.failure = null;
    };
  });
  return <p>error {failure.error.code}</p>;
}
