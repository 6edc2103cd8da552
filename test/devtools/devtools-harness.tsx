import { act, cleanup, configure, fireEvent, render, within } from "@testing-library/react";
import { AssistantCloudProvider, type TokenSource } from "assistant-cloud-auth";
import { AssistantCloudAuthDevtools, type AssistantCloudAuthDevtoolsProps } from "assistant-cloud-auth/devtools";
import {
  createControlledSource,
  createTestClock,
  type SourceHandler,
  type TestClock,
} from "assistant-cloud-auth/testing";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";
import { signToken } from "../support/sign-token.ts";

// A busy machine needs more than the default second to reach a state.
configure({ asyncUtilTimeout: 20_000 });

export const MINUTE = 60_000;
export const EMAIL = "ada@example.com";

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
export function panelRoot(): HTMLElement {
  const shadow = document.querySelector("[data-assistant-cloud-auth-devtools]")?.shadowRoot;
  const root = shadow?.querySelector<HTMLElement>(".root");
  if (!root) throw new Error("There are no devtools on the page.");
  return root;
}

export const panel = () => within(panelRoot());
export const text = () => panelRoot().querySelector(".panel, .toggle")?.textContent ?? "";
export const factOf = (name: string) =>
  panel().getByText(name, { selector: "dt" }).nextElementSibling?.textContent ?? "";
export const click = (name: string) => act(async () => void fireEvent.click(panel().getByRole("button", { name })));
export const chooseWhatIf = (label: string) => act(async () => void fireEvent.click(panel().getByLabelText(label)));
export const eventTypes = () =>
  [...panelRoot().querySelectorAll(".events code")].map((code) => code.textContent).reverse();

const STEP = 30_000;

/** Advances a clock in steps of 30 seconds. The panel's one-second timer then fires only once per step. */
export async function skipTime(clock: TestClock, ms: number) {
  for (let left = ms; left > 0; left -= STEP) await clock.sleep(Math.min(left, STEP), { monotonicStops: false });
}

/** Renders the devtools below a real provider, whose clock the test advances. */
export async function createDevtoolsHarness(
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
    show: (key: string, children: ReactNode = devtools) => view.rerender(tree(key, children)),
  };
}
