import { act, cleanup, type RenderOptions, render } from "@testing-library/react";
import {
  AssistantCloudProvider,
  type AssistantCloudProviderProps,
  type TokenEvent,
  type TokenSource,
} from "assistant-cloud-auth";
import { Component, type ReactNode } from "react";
import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";
import { createControlledSource, type SourceHandler } from "../../src/testing/create-controlled-source.ts";
import { signToken } from "../support/sign-token.ts";

export const SECOND = 1_000;
export const MINUTE = 60_000;

let consoleSpies: MockInstance[] = [];

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    now: new Date("2026-01-01T00:00:00Z"),
  });
  consoleSpies = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")].map((spy) => spy.mockImplementation(() => {}));
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  const logged = consoleSpies.flatMap((spy) => spy.mock.calls);
  vi.restoreAllMocks();
  expect(logged, "console.error and console.warn stay silent").toEqual([]);
});

/** Advances the timers by `ms` milliseconds. Then waits until promises have settled and React has rendered. */
export async function advance(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
}

/** Signs a workspace token that is issued now. Default lifetime: five minutes. */
export function mint(userId = "ada", workspaceId = `org:${userId}`, life = 5 * MINUTE): string {
  const iat = Math.floor(Date.now() / 1000);
  return signToken({ sub: userId, workspace_id: workspaceId, iat, nbf: iat - 10, exp: iat + life / 1000 });
}

/**
 * Creates a controlled source, and an empty list for the events of the provider.
 * @param handler settles each source call; null leaves the calls pending. Default: returns a new token for `ada`
 */
export function createReactHarness(handler: SourceHandler | null = () => mint()) {
  const source = createControlledSource({ handler });
  const events: TokenEvent[] = [];
  const tokenSource: TokenSource = { kind: "backend", key: "ada", getToken: source.getToken };
  return { source, events, tokenSource };
}

export interface HarnessProviderProps extends Partial<AssistantCloudProviderProps> {
  of: ReturnType<typeof createReactHarness>;
}

const offline = () => Promise.reject(new TypeError("no network in this test"));
const withoutJitter = () => 0.5;

/**
 * Renders the provider with the token source `of.tokenSource`, and appends the provider's events to `of.events`. Passes
 * all props except `of` to the provider, where they replace the defaults.
 */
export function HarnessProvider({ of: harness, ...props }: HarnessProviderProps): ReactNode {
  const { tokenSource, events } = harness;
  return (
    <AssistantCloudProvider
      baseUrl="https://cloud.example"
      tokenSource={tokenSource}
      random={withoutJitter}
      onEvent={(event) => events.push(event)}
      fetch={offline}
      {...props}
    />
  );
}

export interface ProbeProps<T> {
  useHook: () => T;
  /** The component appends the hook's result to this array at each render. */
  seen?: T[];
  show?: (result: T) => ReactNode;
}

/** Calls a hook, records its result and renders what `show` returns. */
export function Probe<T>({ useHook, seen, show }: ProbeProps<T>): ReactNode {
  const result = useHook();
  seen?.push(result);
  return show?.(result) ?? null;
}

/** Returns the last result that a {@link Probe} has recorded. */
export function latestOf<T>(seen: readonly T[]): T {
  const result = seen.at(-1);
  if (result === undefined) throw new Error("The probe has not rendered yet.");
  return result;
}

/** Renders a tree whose error boundary catches an error. `caught` lists the errors that React reported as caught. */
export function renderCatching(ui: ReactNode, options: RenderOptions = {}) {
  const caught: unknown[] = [];
  const view = render(ui, { ...options, onCaughtError: (error) => caught.push(error) });
  return { ...view, caught };
}

/**
 * Returns the error that a render throws.
 * @throws when the render does not throw
 */
export function errorOfRender(ui: ReactNode): { code: string; message: string; remedy: string } {
  try {
    render(ui, { onCaughtError: () => {} });
  } catch (error) {
    return error as { code: string; message: string; remedy: string };
  }
  throw new Error("The render did not throw.");
}

/** An error boundary of the app, which shows the message of any error. */
export class OuterBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(error: Error) {
    return { message: error.message };
  }

  override render(): ReactNode {
    return this.state.message === null ? this.props.children : <p>outer: {this.state.message}</p>;
  }
}
