import { act, render } from "@testing-library/react";
import { useAuthorizedFetch, useWorkspaceToken } from "assistant-cloud-auth";
import { Activity, type ReactNode, useEffect } from "react";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, SECOND } from "./react-harness.tsx";

/** Simulates a browser whose session the test can end. */
function createBrowser() {
  const Channel = createChannelClass();
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("localStorage", createStorage());
  Object.defineProperty(navigator, "locks", { configurable: true, value: createLockManager() });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, "locks");
  });
  const session = { isOver: false };
  const harness = createReactHarness(() => (session.isOver ? null : mint()));
  const openOtherTab = async () => {
    // Another tab loads the modules again.
    vi.resetModules();
    const { createTokenEngine } = await import("assistant-cloud-auth");
    const engine = createTokenEngine({ baseUrl: "https://cloud.example", tokenSource: harness.tokenSource });
    onTestFinished(engine.dispose);
    return engine;
  };
  return { Channel, session, harness, openOtherTab };
}

interface PageProps {
  of: ReturnType<typeof createReactHarness>;
  mode: "visible" | "hidden";
  child: ReactNode;
  sent: string[];
}

/** A page that a router keeps in a hidden tree, with its own provider. `sent` lists the requests' headers. */
function Page({ of, mode, child, sent }: PageProps): ReactNode {
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    sent.push(new Request(input, init).headers.get("Authorization") ?? "no token");
    return new Response();
  };
  return (
    <Activity mode={mode}>
      <HarnessProvider of={of} fetch={fetch}>
        {child}
      </HarnessProvider>
    </Activity>
  );
}

/** Sends a request whenever React shows the component. `refused` lists the error codes of unsent requests. */
function Threads({ refused }: { refused: string[] }): ReactNode {
  const authorizedFetch = useAuthorizedFetch();
  const { status } = useWorkspaceToken({ throwOnError: false });
  useEffect(() => {
    authorizedFetch("https://cloud.example/v1/threads").catch((error) => refused.push(error.code));
  }, [authorizedFetch, refused]);
  return status;
}

describe("a provider in a hidden tree, beside other tabs", () => {
  it("F29 a sign-out in another tab also signs out a hidden tree, so that no request follows when it is shown", async () => {
    const { session, harness, openOtherTab } = createBrowser();
    const [sent, refused]: [string[], string[]] = [[], []];
    const child = <Threads refused={refused} />;
    const page = (mode: "visible" | "hidden") => <Page of={harness} mode={mode} child={child} sent={sent} />;
    const view = render(page("visible"));
    await advance(SECOND);
    const other = await openOtherTab();
    await advance(SECOND);
    view.rerender(page("hidden"));
    await advance(SECOND);
    session.isOver = true;
    await act(async () => other.refresh());
    await advance(2 * MINUTE);
    sent.length = 0;
    view.rerender(page("visible"));
    await advance(SECOND);
    expect({ sent, refused, text: view.container.textContent }).toEqual({
      sent: [],
      refused: ["signed_out"],
      text: "unauthenticated",
    });
  });

  it("F49 two kept pages with their own providers share one source call", async () => {
    const { harness } = createBrowser();
    const pages = [1, 2].map((number) => ({ number, child: <Threads refused={[]} /> }));
    const app = (shown: number) =>
      pages.map(({ number, child }) => (
        <Page key={number} of={harness} mode={number === shown ? "visible" : "hidden"} child={child} sent={[]} />
      ));
    const view = render(app(1));
    await advance(SECOND);
    view.rerender(app(2));
    await advance(SECOND);
    expect(view.container.textContent).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(1);
  });

  it("F49 an unmounted provider leaves no channel behind, whether it was shown or hidden", async () => {
    const { Channel, harness } = createBrowser();
    for (const mode of ["visible", "hidden"] as const) {
      const child = <Threads refused={[]} />;
      const view = render(<Page of={harness} mode="visible" child={child} sent={[]} />);
      await advance(SECOND);
      view.rerender(<Page of={harness} mode={mode} child={child} sent={[]} />);
      await advance(SECOND);
      expect(Channel.count).toBe(1);
      view.unmount();
      await advance(0);
      expect(Channel.count).toBe(0);
    }
  });
});
