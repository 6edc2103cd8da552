import { act } from "@testing-library/react";
import { useSuspenseWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, StrictMode, Suspense, startTransition, useState } from "react";
import { createReactHarness, HarnessProvider, type HarnessProviderProps, mint } from "./react-harness.tsx";

export function Reader(): ReactNode {
  return <p>{`${useSuspenseWorkspaceToken().workspaceId}`}</p>;
}

export type Organization = "a" | "b" | "c";

interface AppProps extends Partial<HarnessProviderProps> {
  harnesses: Record<Organization, ReturnType<typeof createReactHarness>>;
  takeSetters: (set: (organization: Organization) => void, rerender: () => void) => void;
}

/** An app that stores the selected organization in React state, as a router does. */
function App({ harnesses, takeSetters, ...props }: AppProps): ReactNode {
  const [organization, setOrganization] = useState<Organization>("a");
  const [renders, setRenders] = useState(0);
  takeSetters(setOrganization, () => setRenders(renders + 1));
  const { tokenSource } = harnesses[organization];
  return (
    <HarnessProvider of={harnesses.a} tokenSource={{ ...tokenSource, key: organization }} {...props}>
      <Suspense fallback={<p>waiting</p>}>
        <Reader />
      </Suspense>
    </HarnessProvider>
  );
}

/**
 * Creates an app with a token source for each of three organizations.
 * @param props replace the props of the app's provider
 */
export function createApp(props: Partial<HarnessProviderProps> = {}) {
  const harnesses = {
    a: createReactHarness(() => mint("ada", "a:ada")),
    b: createReactHarness(() => mint("ada", "b:ada")),
    c: createReactHarness(() => mint("ada", "c:ada")),
  };
  let set: (organization: Organization) => void = () => {};
  let rerender = () => {};
  const app = (
    <App
      {...props}
      harnesses={harnesses}
      takeSetters={(setter, rerenderer) => {
        set = setter;
        rerender = rerenderer;
      }}
    />
  );
  const goTo = (organization: Organization) => act(async () => startTransition(() => set(organization)));
  const goAtOnce = (organization: Organization) => act(async () => set(organization));
  /** Causes an urgent render of the app and its provider. The organization stays the same. */
  const rerenderAtOnce = () => rerender();
  const renderAtOnce = () => act(async () => rerender());
  const callsOf = (organization: Organization) => harnesses[organization].source.calls;
  return { app, harnesses, goTo, goAtOnce, rerenderAtOnce, renderAtOnce, callsOf };
}

export const modes: [string, (app: ReactNode) => ReactNode][] = [
  ["without StrictMode", (app) => app],
  ["in StrictMode", (app) => <StrictMode>{app}</StrictMode>],
];
