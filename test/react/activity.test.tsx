import { act, render } from "@testing-library/react";
import { type TokenSource, useAuthToken, useSuspenseWorkspaceToken, useWorkspaceToken } from "assistant-cloud-auth";
import { Activity, type ReactNode, StrictMode, Suspense, useEffect, useMemo } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, SECOND } from "./react-harness.tsx";

interface ReaderProps {
  seen: string[];
  outcomes: string[];
}

/** Requests a token in an effect, whenever the component is shown. */
function Reader({ seen, outcomes }: ReaderProps): ReactNode {
  const { status } = useWorkspaceToken();
  const getToken = useAuthToken();
  seen.push(status);
  useEffect(() => {
    getToken().then(
      () => outcomes.push("token"),
      (error) => outcomes.push(error.code),
    );
  }, [getToken, outcomes]);
  return status;
}

const places: [
  string,
  (of: ReturnType<typeof createReactHarness>, mode: "visible" | "hidden", child: ReactNode) => ReactNode,
][] = [
  [
    "provider inside <Activity>",
    (of, mode, child) => (
      <Activity mode={mode}>
        <HarnessProvider of={of}>{child}</HarnessProvider>
      </Activity>
    ),
  ],
  [
    "provider outside <Activity>",
    (of, mode, child) => (
      <HarnessProvider of={of}>
        <Activity mode={mode}>{child}</Activity>
      </HarnessProvider>
    ),
  ],
];
const wraps: [string, (app: ReactNode) => ReactNode][] = [
  ["without StrictMode", (app) => app],
  ["in StrictMode", (app) => <StrictMode>{app}</StrictMode>],
];
const elements: [string, boolean][] = [
  ["same child element", true],
  ["new child element", false],
];
const rows = places.flatMap((place) =>
  wraps.flatMap((wrap) =>
    elements.map((element) => [place[0], wrap[0], element[0], place[1], wrap[1], element[1]] as const),
  ),
);

describe("a React tree that is hidden and shown again", () => {
  it.each(rows)(
    "F49 a tree that <Activity> hides and shows again does not lose its token: %s, %s, %s",
    async (_place, _mode, _element, place, wrap, isSame) => {
      const harness = createReactHarness();
      const [seen, outcomes]: [string[], string[]] = [[], []];
      const create = () => <Reader seen={seen} outcomes={outcomes} />;
      const child = create();
      const app = (mode: "visible" | "hidden") => wrap(place(harness, mode, isSame ? child : create()));
      const view = render(app("visible"));
      await advance(0);
      for (let time = 0; time < 3; time += 1) {
        view.rerender(app("hidden"));
        await advance(MINUTE / 2);
        seen.length = 0;
        view.rerender(app("visible"));
        await advance(0);
        expect(seen.filter((status) => status !== "authenticated")).toEqual([]);
        expect(view.container.textContent).toBe("authenticated");
      }
      expect(new Set(outcomes)).toEqual(new Set(["token"]));
      expect(harness.source.calls).toHaveLength(1);
      await advance(3 * MINUTE);
      expect(harness.source.calls).toHaveLength(2);
      view.unmount();
      await advance(0);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("F49 a hidden tree sets no timer, and fetches a new token when it is shown again after an hour", async () => {
    const harness = createReactHarness();
    const [seen, outcomes]: [string[], string[]] = [[], []];
    const child = <Reader seen={seen} outcomes={outcomes} />;
    const app = (mode: "visible" | "hidden") => (
      <Activity mode={mode}>
        <HarnessProvider of={harness}>{child}</HarnessProvider>
      </Activity>
    );
    const view = render(app("visible"));
    await advance(0);
    view.rerender(app("hidden"));
    await advance(0);
    expect(vi.getTimerCount()).toBe(0);
    await advance(60 * MINUTE);
    expect(harness.source.calls).toHaveLength(1);
    view.rerender(app("visible"));
    await advance(0);
    expect(view.container.textContent).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(2);
    expect(new Set(outcomes)).toEqual(new Set(["token"]));
  });

  it("F49 unmounting a hidden tree aborts its call of the token source", async () => {
    const harness = createReactHarness(null);
    const [seen, outcomes]: [string[], string[]] = [[], []];
    const child = <Reader seen={seen} outcomes={outcomes} />;
    const app = (mode: "visible" | "hidden") => (
      <Activity mode={mode}>
        <HarnessProvider of={harness}>{child}</HarnessProvider>
      </Activity>
    );
    const view = render(app("visible"));
    await advance(0);
    view.rerender(app("hidden"));
    await advance(0);
    view.unmount();
    await act(async () => {});
    expect(harness.source.calls[0]?.request.signal.aborted).toBe(true);
    expect(outcomes).toEqual(["disposed"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

const Status = (): ReactNode => useSuspenseWorkspaceToken().status;

interface PageProps {
  of: ReturnType<typeof createReactHarness>;
  mode: "visible" | "hidden";
  user: string;
}

/** Renders the same provider element until the user changes, so that React can reuse the hidden provider. */
function Page({ of, mode, user }: PageProps): ReactNode {
  const tree = useMemo(() => {
    const tokenSource: TokenSource = { kind: "backend", key: user, getToken: of.source.getToken };
    return (
      <HarnessProvider of={of} tokenSource={tokenSource}>
        <Suspense fallback="waiting">
          <Status />
        </Suspense>
      </HarnessProvider>
    );
  }, [of, user]);
  return <Activity mode={mode}>{tree}</Activity>;
}

describe("a provider in a hidden tree", () => {
  it("F27 if the user changes in the hidden tree, the first user's waiting call rejects", async () => {
    const harness = createReactHarness(null);
    const [seen, outcomes]: [string[], string[]] = [[], []];
    const app = (mode: "visible" | "hidden", key: string) => (
      <Activity mode={mode}>
        <HarnessProvider of={harness} tokenSource={{ ...harness.tokenSource, key }}>
          <Reader seen={seen} outcomes={outcomes} />
        </HarnessProvider>
      </Activity>
    );
    const view = render(app("visible", "ada"));
    await advance(0);
    view.rerender(app("hidden", "ada"));
    await advance(0);
    view.rerender(app("hidden", "grace"));
    await advance(SECOND);
    expect(harness.source.calls[0]?.request.signal.aborted).toBe(true);
    expect(outcomes).toEqual(["superseded"]);
  });

  it("F49 if the user changes in the hidden tree, showing the tree later causes no further source call", async () => {
    const harness = createReactHarness();
    const page = render(<Page of={harness} mode="visible" user="ada" />);
    await advance(0);
    page.rerender(<Page of={harness} mode="hidden" user="ada" />);
    await advance(0);
    page.rerender(<Page of={harness} mode="hidden" user="grace" />);
    await advance(15 * SECOND);
    const { length } = harness.source.calls;
    page.rerender(<Page of={harness} mode="visible" user="grace" />);
    await advance(0);
    expect(page.container.textContent).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(length);
  });
});
