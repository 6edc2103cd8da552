import { act, cleanup, fireEvent, render, waitFor, within } from "@testing-library/react";
import { AssistantCloudAuthError, AssistantCloudProvider, type TokenSource, useAuthToken } from "assistant-cloud-auth";
import {
  AssistantCloudAuthDevtools,
  type AssistantCloudAuthDevtoolsProps,
  assistantCloudAuthDevtoolsPlugin,
} from "assistant-cloud-auth/devtools";
import {
  createControlledSource,
  createTestClock,
  type SourceHandler,
  TestAssistantCloudProvider,
  type TestAuthState,
  type TestClock,
} from "assistant-cloud-auth/testing";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { signToken } from "../support/sign-token.ts";

const MINUTE = 60_000;
const EMAIL = "ada@example.com";

let consoleSpies: MockInstance[];

beforeEach(() => {
  consoleSpies = (["error", "warn", "log", "info"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
});

afterEach(() => {
  cleanup();
  const written = consoleSpies.flatMap((spy) => spy.mock.calls);
  vi.restoreAllMocks();
  expect(written, "the console stays silent").toEqual([]);
});

/** Returns the root element of the devtools, inside their shadow root. */
function panelRoot(): HTMLElement {
  const shadow = document.querySelector("[data-assistant-cloud-auth-devtools]")?.shadowRoot;
  const root = shadow?.querySelector<HTMLElement>(".root");
  if (!root) throw new Error("There are no devtools on the page.");
  return root;
}

const panel = () => within(panelRoot());
const text = () => panelRoot().querySelector(".panel, .toggle")?.textContent ?? "";
const factOf = (name: string) => panel().getByText(name, { selector: "dt" }).nextElementSibling?.textContent ?? "";
const click = (name: string) => act(async () => void fireEvent.click(panel().getByRole("button", { name })));
const chooseWhatIf = (label: string) => act(async () => void fireEvent.click(panel().getByLabelText(label)));
const pageNavigator = () => document.defaultView?.navigator ?? navigator;
const eventTypes = () => [...panelRoot().querySelectorAll(".events code")].map((code) => code.textContent).reverse();

function TokenReader({ onRender }: { onRender: (getToken: ReturnType<typeof useAuthToken>) => void }) {
  onRender(useAuthToken());
  return null;
}

const STEP = 30_000;

/** Advances a clock in steps of 30 seconds. The panel's one-second timer then fires only once per step. */
async function skipTime(clock: TestClock, ms: number) {
  for (let left = ms; left > 0; left -= STEP) await clock.sleep(Math.min(left, STEP), { monotonicStops: false });
}

/** Renders the devtools below a real provider, whose clock the test advances. */
async function createDevtoolsHarness(
  options: { handler?: SourceHandler; props?: AssistantCloudAuthDevtoolsProps } = {},
) {
  const clock = createTestClock();
  const mint = () => {
    const iat = Math.floor(clock.wall() / 1000);
    return signToken({ sub: "ada", workspace_id: "acme:ada", iat, nbf: iat - 10, exp: iat + 300 });
  };
  const source = createControlledSource({ key: "ada", handler: options.handler ?? mint });
  const tokenSource: TokenSource = { kind: source.kind, key: source.key, getToken: source.getToken };
  const tree = (key: string, children: ReactNode) => (
    <StrictMode>
      <AssistantCloudProvider
        baseUrl="https://cloud.example"
        tokenSource={{ ...tokenSource, key }}
        clock={clock}
        random={() => 0.5}
        shareAcrossTabs={false}
        fetch={() => Promise.reject(new TypeError("no network in this test"))}
      >
        {children}
      </AssistantCloudProvider>
    </StrictMode>
  );
  const devtools = <AssistantCloudAuthDevtools embedded {...options.props} />;
  const view = render(tree("ada", devtools));
  const advance = (ms: number) => act(() => clock.advance(ms));
  await advance(0);
  const skip = (ms: number) => act(() => skipTime(clock, ms));
  return {
    clock,
    source,
    advance,
    skip,
    show: (key: string, children = devtools) => view.rerender(tree(key, children)),
  };
}

describe("the state in the devtools", () => {
  it("the devtools show the state of the token, its expiry, the next refresh and the number of calls", async () => {
    const { skip } = await createDevtoolsHarness();
    expect(factOf("State")).toBe("authenticated");
    expect(factOf("Token expires")).toMatch(/in 5:00$/);
    expect(factOf("Next action")).toMatch(/^Refresh at .* in 4:00$/);
    expect(factOf("Source calls")).toBe("1 of 10 in the last minute");
    expect(factOf("Workspace")).toBe("acme:ada");
    expect(factOf("Server clock")).toBe("In step with this machine");
    expect(factOf("Tabs")).toMatch(/^Works alone/);
    await skip(2 * MINUTE);
    expect(factOf("Next action")).toMatch(/in 2:00$/);
    expect(factOf("Source calls")).toBe("0 of 10 in the last minute");
    await skip(2 * MINUTE);
    expect(eventTypes()).toEqual(["refresh_started", "refresh_succeeded", "refresh_started", "refresh_succeeded"]);
    expect(panel().getByRole("img", { name: /^2 tokens, 0 failed attempts, refresh at/ })).toBeTruthy();
  });

  it("the devtools show a failed refresh and its remedy, and an `expired_token` error after the expiry", async () => {
    const { source, skip } = await createDevtoolsHarness();
    source.handle(() => Promise.reject(new Error(`${EMAIL} may not`)));
    await skip(4 * MINUTE);
    expect(factOf("Reason")).toBe("The token is usable, but the last refresh failed.");
    expect(factOf("Next action")).toMatch(/^Retry at/);
    const link = panel().getByRole("link", { name: "Documentation of source_failed" });
    expect(link.getAttribute("href")).toMatch(/\/docs\/errors\.md#source_failed$/);
    expect(text()).toContain("Fix the token source; see `cause`");
    await skip(MINUTE);
    expect(factOf("State")).toBe("error");
    expect(panel().getByRole("link", { name: "Documentation of expired_token" })).toBeTruthy();
    for (let step = 0; step < 6; step += 1) await skip(MINUTE / 6);
    expect(factOf("Circuit breaker")).toBe("Open: source_keeps_failing");
    expect(eventTypes()).toEqual(expect.arrayContaining(["refresh_failed", "breaker_opened", "expired"]));
  });

  it("after a switch of the user, the devtools show the new user, and the what-if simulation continues", async () => {
    const { show, advance, source } = await createDevtoolsHarness();
    await chooseWhatIf("Source returns null");
    show("grace");
    await advance(0);
    expect(source.calls).toHaveLength(1);
    expect(factOf("State")).toBe("unauthenticated");
    expect(eventTypes()).toEqual(["refresh_started", "refresh_succeeded", "disposed", "refresh_started", "signed_out"]);
  });
});

describe("the actions of the devtools", () => {
  it("the buttons of the devtools refresh the token, expire the token and reset the engine", async () => {
    const { source, advance } = await createDevtoolsHarness();
    await click("Refresh");
    expect(source.calls).toHaveLength(2);
    await click("Expire now");
    expect(factOf("State")).toBe("loading");
    await advance(1_000);
    expect(factOf("State")).toBe("authenticated");
    source.handle(() => Promise.reject(new AssistantCloudAuthError("configuration", "wrong")));
    await click("Expire now");
    await advance(2_000);
    expect(factOf("Next action")).toBe("None until the source changes or a reset");
    source.handle(null);
    const before = source.calls.length;
    await click("Reset");
    await advance(0);
    expect(source.calls).toHaveLength(before + 1);
  });
});

describe("the what-if simulations of the devtools", () => {
  it.each([
    ["Source throws", "source_failed"],
    ["Offline", "offline"],
  ])("in the what-if simulation `%s`, a refresh fails with %s and makes no source call", async (label, code) => {
    const { source, advance, skip } = await createDevtoolsHarness();
    await chooseWhatIf(label);
    await click("Refresh");
    await advance(0);
    expect(source.calls).toHaveLength(1);
    expect(factOf("State")).toBe("authenticated");
    expect(panel().getByText(code, { selector: "code.bad" })).toBeTruthy();
    await chooseWhatIf("Nothing");
    await skip(4 * MINUTE);
    expect(text()).toContain("No error.");
  });

  it("in the what-if simulation `Source hangs`, a source call fails with `source_timeout`", async () => {
    const { advance, skip } = await createDevtoolsHarness();
    await chooseWhatIf("Source hangs");
    await click("Expire now");
    await advance(0);
    expect(factOf("Next action")).toBe("Wait for the token source");
    await skip(11_000);
    expect(panel().getByRole("link", { name: "Documentation of source_timeout" })).toBeTruthy();
  });

  it("the simulation `Source returns null` signs the user out until a refresh after the simulation", async () => {
    const { advance } = await createDevtoolsHarness();
    await chooseWhatIf("Source returns null");
    await click("Refresh");
    await advance(0);
    expect(factOf("State")).toBe("unauthenticated");
    expect(factOf("Next action")).toMatch(/^None until the user signs in/);
    await chooseWhatIf("Nothing");
    await click("Refresh");
    await advance(1_000);
    expect(factOf("State")).toBe("authenticated");
  });

  it.each([
    ["Server clock +10 min", /^At least 600 s ahead of/],
    ["Server clock −10 min", /^At most 600 s behind/],
  ])(
    "in the what-if simulation `%s`, the devtools show the server's clock offset, and the user stays signed in",
    async (label, offset) => {
      const { advance, skip, show, source } = await createDevtoolsHarness();
      await chooseWhatIf(label);
      show("grace");
      await advance(5_000);
      expect(factOf("State")).toBe("authenticated");
      expect(factOf("Server clock")).toMatch(offset);
      const calls = source.calls.length;
      await skip(MINUTE);
      expect(source.calls).toHaveLength(calls);
    },
  );

  it("unmounting the devtools ends an active what-if simulation", async () => {
    const { advance, show, source, clock } = await createDevtoolsHarness();
    await chooseWhatIf("Source throws");
    const readers: ReturnType<typeof useAuthToken>[] = [];
    show("ada", <TokenReader onRender={(getToken) => readers.push(getToken)} />);
    await advance(0);
    await act(async () => void (await readers.at(-1)?.({ forceRefresh: true })));
    expect(source.calls).toHaveLength(2);
    cleanup();
    await clock.settle();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe("secrets in the devtools", () => {
  const failing = [
    "source_failed",
    "network",
    "rejected",
    "invalid_token",
    "identity_mismatch",
    "configuration",
  ] as const;
  const states: [TestAuthState, RegExp][] = [
    ["loading", /has no token yet/],
    ["authenticated", /token is usable\./],
    ["refreshing", /refresh is in flight/],
    ["refresh-failing", /last refresh failed/],
    ["expired", /Documentation of expired_token/],
    ["unauthenticated", /user is signed out/],
    ...failing.map((code): [TestAuthState, RegExp] => [`error:${code}`, new RegExp(`Documentation of ${code}`)]),
  ];

  it.each(states)("in the state %s, the panel and the copied report contain no secret", async (state, expected) => {
    const copied: string[] = [];
    const clipboard = { writeText: async (report: string) => void copied.push(report) };
    Object.defineProperty(pageNavigator(), "clipboard", { configurable: true, value: clipboard });
    const clock = createTestClock();
    const steppingClock = { ...clock, advance: (ms: number) => skipTime(clock, ms) };
    render(
      <TestAssistantCloudProvider clock={steppingClock} state={state} userId={EMAIL} workspaceId={`acme:${EMAIL}`}>
        <AssistantCloudAuthDevtools embedded />
      </TestAssistantCloudProvider>,
    );
    await waitFor(() => expect(text()).toMatch(expected));
    await click("Copy report");
    Reflect.deleteProperty(pageNavigator(), "clipboard");
    expect(copied).toHaveLength(1);
    expect(copied[0]).toContain("assistant-cloud-auth devtools report");
    expect(copied[0]).not.toMatch(/acme/);
    expect([panelRoot().outerHTML, document.body.outerHTML, ...copied].join()).not.toMatch(/eyJ|@example|ada/);
  });

  it("hides secrets in the message of an error that the app's token source throws", async () => {
    const secret = `eyJ${"a".repeat(30)}.b.c`;
    const { advance } = await createDevtoolsHarness({
      handler: () => Promise.reject(new AssistantCloudAuthError("source_failed", `refused ${EMAIL} with ${secret}`)),
    });
    await advance(0);
    expect(text()).toContain("refused [hidden] with [hidden]");
    expect(panelRoot().outerHTML).not.toMatch(/eyJ|@example/);
  });

  it("if the clipboard is not available, the devtools show a report that contains no secret", async () => {
    await createDevtoolsHarness();
    await click("Copy report");
    const report = panel().getByRole<HTMLTextAreaElement>("textbox", { name: "Report" }).value;
    expect(report).toContain("status: authenticated");
    expect(report).toContain("refresh_succeeded");
    expect(report).not.toMatch(/eyJ|ada/);
  });
});

describe("the floating panel of the devtools", () => {
  it("a click opens the panel and focuses `Close`; Escape closes it and focuses the opening button", async () => {
    await createDevtoolsHarness({ props: { embedded: false } });
    expect(text()).toContain("Auth devtools: authenticated");
    const focused = () => (panelRoot().getRootNode() as ShadowRoot).activeElement?.textContent;
    await click("Auth devtools: authenticated");
    expect(focused()).toBe("Close");
    const escapeKey = { key: "Escape", bubbles: true };
    await act(async () => void fireEvent.keyDown(panel().getByLabelText("Offline"), escapeKey));
    expect(focused()).toBe("Auth devtools: authenticated");
    await click("Auth devtools: authenticated");
    expect(eventTypes()).toContain("refresh_succeeded");
  });

  it("the button of the closed panel shows that a what-if simulation is active", async () => {
    await createDevtoolsHarness({ props: { embedded: false, initiallyOpen: true } });
    await chooseWhatIf("Offline");
    await click("Close");
    expect(text()).toContain("(what if)");
  });
});

describe("the devtools without a provider", () => {
  it("the devtools explain how to add the missing provider", () => {
    render(<AssistantCloudAuthDevtools />);
    expect(panel().getByRole("alert").textContent).toContain("inside AssistantCloudProvider");
  });
});

describe("the plugin for TanStack Devtools", () => {
  it.each([["dark" as const], [{ theme: "dark" as const }]])(
    "the plugin shows the panel in the dark theme if its argument is %o",
    async (given) => {
      const clock = createTestClock();
      const { id, name, render: renderPlugin } = assistantCloudAuthDevtoolsPlugin();
      expect([id, name]).toEqual(["assistant-cloud-auth", "Assistant Cloud auth"]);
      render(
        <TestAssistantCloudProvider clock={clock}>
          {renderPlugin(document.createElement("div"), given)}
        </TestAssistantCloudProvider>,
      );
      await act(() => clock.advance(0));
      expect(factOf("State")).toBe("authenticated");
      const { host } = panelRoot().getRootNode() as ShadowRoot;
      expect((host as HTMLElement).style.colorScheme).toBe("dark");
    },
  );
});

describe("the devtools in a production build", () => {
  afterEach(() => void vi.unstubAllEnvs());

  it("in production, /devtools renders nothing, and /devtools/production has the same export names", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.resetModules();
    const empty = await import("assistant-cloud-auth/devtools");
    vi.stubEnv("NODE_ENV", "test");
    const { container } = render(<empty.AssistantCloudAuthDevtools />);
    expect(container.innerHTML).toBe("");
    render(empty.assistantCloudAuthDevtoolsPlugin().render(document.createElement("div")));
    expect(document.querySelector("[data-assistant-cloud-auth-devtools]")).toBeNull();
    const productionModule = await import("assistant-cloud-auth/devtools/production");
    expect(Object.keys(productionModule).sort()).toEqual(Object.keys(empty).sort());
  });
});
