import { act, render } from "@testing-library/react";
import { Profiler, StrictMode } from "react";
import { expect, vi } from "vitest";
import { createControlledSource } from "../../../src/testing/create-controlled-source.ts";
import { advance, createReactHarness } from "../react-harness.tsx";
import { App, type AppState, type Handles } from "./app.tsx";
import { type Hook, outcomeOf, type State } from "./hooks.tsx";
import type { Setting } from "./settings.tsx";
import { countSubscriptions } from "./subscriptions.tsx";

/** Returns the result of a source call for a user: a token, or null for a sign-out. */
export type Answer = (person: string) => string | null | Promise<string | null>;

/** Changes and observes the app under test in one cell of the matrix. */
export type AppDriver = ReturnType<typeof createAppDriver>;

/** Texts that show no auth state. `expectCommitted` ignores them. `hidden` means that the user sees no text. */
const NEUTRAL: readonly string[] = ["home", "covered", "hidden"];

/** Returns the text that a user sees. React hides a suspended or hidden tree with `display: none`. */
function visibleText(container: HTMLElement): string {
  const shown = [...container.querySelectorAll("p")].filter(({ style }) => style.display !== "none");
  return shown.length === 0 ? "hidden" : shown.map(({ textContent }) => textContent).join();
}

/** Creates the driver for the app in one cell of the matrix. Does not mount the app. */
export function createAppDriver(hook: Hook, setting: Setting) {
  const sources = { ada: createControlledSource(), bob: createControlledSource() };
  const subscriptions = countSubscriptions();
  const container = document.createElement("div");
  const handles: Handles = { change() {}, isPending: false, requestToken: null, failure: null, outcomes: new Set() };
  const parts = { hook, setting, sources, harness: createReactHarness(), subscriptions, handles };
  let appState: AppState = { person: "ada", session: 0, page: 1, mount: 0, isHidden: false, gate: null };
  let committed: string[] = [];
  let unmount = () => {};

  async function change(part: Partial<AppState>): Promise<void> {
    appState = { ...appState, ...part };
    await act(async () => handles.change(appState));
    await advance(0);
  }

  const driver = {
    hook,
    setting,
    appState: () => appState,
    change,
    advance,
    /** Changes the React tree as the setting defines. Calls `during` before the change is complete. */
    changeTree: (during = async () => {}) => setting.changeTree(driver, during),

    async mount(): Promise<void> {
      // A transition needs existing content, so mount the app first and open the page with the reader later.
      if (setting.inTransition) appState = { ...appState, page: 0 };
      const app = (
        <Profiler id="app" onRender={() => committed.push(visibleText(container))}>
          <App parts={parts} first={appState} />
        </Profiler>
      );
      const root = setting.isStrict ? <StrictMode>{app}</StrictMode> : app;
      unmount = render(root, { container, onCaughtError: () => {} }).unmount;
      await advance(0);
      if (setting.inTransition) await change({ page: 1 });
    },

    /**
     * Settles each pending and later source call with the result of `answerOf`. If `answerOf` is null, the calls stay
     * pending.
     */
    async answer(answerOf: Answer | null): Promise<void> {
      await act(async () => {
        for (const [person, source] of Object.entries(sources)) {
          source.handle(answerOf && (() => answerOf(person)));
          if (answerOf === null) continue;
          for (const call of source.calls.filter(({ settled }) => !settled)) {
            await Promise.resolve(person).then(answerOf).then(call.resolve, call.reject);
          }
        }
      });
      await advance(0);
    },

    /** Calls the error boundary's `retry`. If the boundary shows no error, starts a new session of the user. */
    async retry(): Promise<void> {
      const { failure } = handles;
      if (failure === null) return change({ session: appState.session + 1 });
      act(() => failure.retry());
      await advance(0);
    },

    /**
     * Expects that React has committed only these auth states since the last check, in this order. React may have
     * skipped some states. Also expects that the app now shows the last of these states.
     */
    expectCommitted(...states: State[]): void {
      const texts = states.map((state) =>
        state.status === "error" && hook.throws ? `error ${state.code}` : hook.expectedText(state),
      );
      const stateTexts = committed.filter((text) => !NEUTRAL.includes(text));
      const changes = stateTexts.filter((text, at) => text !== stateTexts[at - 1]);
      let next = 0;
      const isInOrder = changes.every((text) => {
        while (next < texts.length && texts[next] !== text) next += 1;
        return next < texts.length;
      });
      expect(isInOrder, `committed ${JSON.stringify(changes)}, expected ${JSON.stringify(texts)}`).toBe(true);
      expect(visibleText(container)).toBe(texts.at(-1));
      committed = [];
    },

    /** Requests a token through the hook, as an event handler does, and expects the given outcome. */
    async expectOutcome(outcome: string): Promise<void> {
      await act(async () => {
        expect(await outcomeOf(handles.requestToken?.() ?? Promise.resolve("no reader"))).toBe(outcome);
      });
    },

    callCount: () => sources.ada.calls.length + sources.bob.calls.length,

    /**
     * Expects that no transition is pending and that the app uses subscriptions and other resources. Then unmounts the
     * app and expects that no timer, subscription or other resource remains.
     * @param listOthers lists the other resources that the app uses, such as locks and channels
     * @returns the outcomes of the token requests that components have started, without duplicates
     */
    async end(listOthers: () => unknown[]): Promise<string[]> {
      expect(handles.isPending, "a transition is pending").toBe(false);
      expect([subscriptions.count() > 0, listOthers().length > 0]).toEqual([true, true]);
      unmount();
      await advance(0);
      expect({ timers: vi.getTimerCount(), subscriptions: subscriptions.count(), others: listOthers() }).toEqual({
        timers: 0,
        subscriptions: 0,
        others: [],
      });
      return [...handles.outcomes];
    },
  };
  return driver;
}
