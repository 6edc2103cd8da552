import { AuthErrorBoundary, type AuthErrorFallbackProps } from "assistant-cloud-auth";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState, useTransition } from "react";
import type { ControlledSource } from "../../../src/testing/create-controlled-source.ts";
import { type createReactWorld, World } from "../react-world.tsx";
import { answerThreads } from "./cloud.ts";
import { type Hook, outcomeOf, type Person } from "./hooks.tsx";
import type { Setting } from "./settings.tsx";
import { SubscriptionCounter, type Subscriptions } from "./subscriptions.tsx";

/** The state of the app of one matrix cell. */
export interface Scene {
  person: Person;
  /** The number of the user's session at the auth provider. */
  session: number;
  /** The React key of the component that reads the token. On page 0, the app does not render the component. */
  page: number;
  /** The React key of the provider. */
  mount: number;
  isHidden: boolean;
  /** Suspends a sibling of the component that reads the token, until the gate opens. */
  gate: { isOpen: boolean; opened: Promise<void> } | null;
}

/** Functions and values that a mounted app exposes to the test. */
export interface Handles {
  /** Rerenders the app with the given scene. */
  change(scene: Scene): void;
  /** Whether a React transition is in progress. */
  isPending: boolean;
  /** Requests a token; null if no component that reads the token is mounted. */
  ask: (() => Promise<string>) | null;
  /** The props of the error boundary's fallback; null while the boundary shows its children. */
  failure: AuthErrorFallbackProps | null;
  /** The outcomes of the token requests that components start when they are mounted or shown. */
  readonly outcomes: Set<string>;
}

/** The parts of an app that stay the same while it is mounted. */
export interface AppParts {
  hook: Hook;
  setting: Setting;
  sources: Record<"ada" | "bob", ControlledSource>;
  world: ReturnType<typeof createReactWorld>;
  subscriptions: Subscriptions;
  handles: Handles;
}

/** The app of one matrix cell: the provider, and one component that reads the token where the setting places it. */
export function App({ parts, first }: { parts: AppParts; first: Scene }): ReactNode {
  const { hook, setting, sources, world, subscriptions, handles } = parts;
  const [scene, setScene] = useState(first);
  const [isPending, startTransition] = useTransition();
  useLayoutEffect(() => {
    handles.isPending = isPending;
    handles.change = (next) => (setting.inTransition ? startTransition(() => setScene(next)) : setScene(next));
  });
  const tokenSource = hook.useSource(scene, sources);
  const { page } = scene;
  // React skips an element that has not changed, so the reader rerenders only when the hook or the page changes.
  const reader = useMemo(
    () => (page === 0 ? <p>home</p> : <Reader key={page} hook={hook} handles={handles} />),
    [page, hook, handles],
  );
  return setting.above(
    <World key={scene.mount} of={world} tokenSource={tokenSource} fetch={answerThreads}>
      <SubscriptionCounter of={subscriptions} />
      <AuthErrorBoundary fallback={(failure) => <Failure failure={failure} handles={handles} />}>
        {setting.below(reader, scene)}
      </AuthErrorBoundary>
    </World>,
    scene,
  );
}

/** Calls the hook, and requests a token whenever it is mounted or shown. */
function Reader({ hook, handles }: Pick<AppParts, "hook" | "handles">): ReactNode {
  const ask = hook.useAsk();
  useLayoutEffect(() => {
    handles.ask = ask;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rerender must not start another read.
  useEffect(() => {
    let isShown = true;
    void outcomeOf(ask()).then((outcome) => isShown && handles.outcomes.add(outcome));
    return () => {
      isShown = false;
    };
  }, []);
  return <p>{hook.useIt()}</p>;
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
