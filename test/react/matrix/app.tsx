import { AuthErrorBoundary, type AuthErrorFallbackProps } from "assistant-cloud-auth";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState, useTransition } from "react";
import type { ControlledSource } from "../../../src/testing/create-controlled-source.ts";
import { type createReactWorld, World } from "../react-world.tsx";
import { answerThreads } from "./cloud.ts";
import { type Hook, outcomeOf, type Person } from "./hooks.tsx";
import type { Setting } from "./settings.tsx";
import { SubscriptionCounter, type Subscriptions } from "./subscriptions.tsx";

/** What the app is told to show. */
export interface Scene {
  person: Person;
  /** Of the auth provider. */
  session: number;
  /** The key of the reader; there is none on page 0. */
  page: number;
  /** The key of the provider. */
  mount: number;
  isHidden: boolean;
  /** What a sibling of the reader waits for. */
  gate: { isOpen: boolean; opened: Promise<void> } | null;
}

/** What a mounted app hands out. */
export interface Handles {
  /** Shows another scene. */
  change(scene: Scene): void;
  /** A transition has begun and not ended. */
  isPending: boolean;
  /** Asks for a token; null without a reader. */
  ask: (() => Promise<string>) | null;
  /** What the boundary shows; null while it shows its children. */
  failure: AuthErrorFallbackProps | null;
  /** What readers got that asked when they were mounted or shown. */
  readonly outcomes: Set<string>;
}

/** What an app is made of, for as long as it lives. */
export interface AppParts {
  hook: Hook;
  setting: Setting;
  sources: Record<"ada" | "bob", ControlledSource>;
  world: ReturnType<typeof createReactWorld>;
  subscriptions: Subscriptions;
  handles: Handles;
}

/** The app of a cell: the provider, and one reader where the setting puts it. */
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
  // The same element until the page changes, so that only what the hook listens to makes its reader render.
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

/** Calls the hook, and asks for a token whenever it is mounted or shown. */
function Reader({ hook, handles }: Pick<AppParts, "hook" | "handles">): ReactNode {
  const ask = hook.useAsk();
  useLayoutEffect(() => {
    handles.ask = ask;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rerender is no reason to ask.
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
