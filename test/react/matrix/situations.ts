import { AssistantCloudAuthError } from "assistant-cloud-auth";
import { MINUTE, mint, SECOND } from "../react-harness.tsx";
import type { Answer, AppDriver } from "./app-driver.tsx";
import type { State } from "./hooks.tsx";

/** A sequence of auth events, such as a sign-in. The test changes the React tree during these events. */
export interface Situation {
  name: string;
  run(driver: AppDriver): Promise<void>;
  /** Returns the expected number of source calls. */
  calls(driver: AppDriver): number;
  /** The allowed outcomes of the token requests that components start: user ids and error codes. */
  outcomes: readonly string[];
}

const loading: State = { status: "loading" };
const signedOut: State = { status: "unauthenticated" };
const refused: State = { status: "error", code: "unauthenticated" };
const ada = (issuedAt: number): State => ({ status: "authenticated", person: "ada", issuedAt });
const bob = (issuedAt: number): State => ({ status: "authenticated", person: "bob", issuedAt });

const START = Date.parse("2026-01-01T00:00:00Z");
const now = () => Math.floor((Date.now() - START) / SECOND);
const refuse = () => Promise.reject(new AssistantCloudAuthError("unauthenticated", "The session is over."));
const fail = () => Promise.reject(new Error("no network"));

/** The age, in milliseconds, at which a five-minute token is refreshed. Assumes that `random` returns 0.5. */
const REFRESH_DUE = 4 * MINUTE;

/**
 * Changes the React tree and expects the app to show the auth state `state` before and after the change. A change that
 * replaces the provider causes a new source call, so the new token has a later issue time.
 */
async function changeTree(driver: AppDriver, state: State): Promise<void> {
  const { remountsProvider } = driver.setting;
  const after = state.status === "authenticated" && remountsProvider ? { ...state, issuedAt: now() } : state;
  await driver.changeTree();
  driver.expectCommitted(state, ...(remountsProvider ? [loading] : []), after);
}

/**
 * Settles the source calls with `answer` during a change of the React tree. Expects the app to show the auth state
 * `from` first. The last auth state must be the one that `to` returns. Returns this last auth state.
 *
 * @param to receives the time of the answer, in seconds since the test began, and returns the expected auth state
 */
async function answerDuringChange(
  driver: AppDriver,
  from: State,
  answer: Answer,
  to: (at: number) => State,
): Promise<State> {
  let after = from;
  await driver.changeTree(async () => {
    after = to(now());
    await driver.answer(answer);
  });
  driver.expectCommitted(from, ...(driver.setting.remountsProvider ? [loading] : []), after);
  return after;
}

/**
 * Returns a function that returns the expected number of source calls: `callsAfterRemount` if the setting remounts the
 * provider, otherwise `calls`.
 */
const expectedCalls = (calls: number, callsAfterRemount: number) => (driver: AppDriver) =>
  driver.setting.remountsProvider ? callsAfterRemount : calls;

/** Signs Ada in. The issue time of her token is 0. */
async function signIn(driver: AppDriver): Promise<void> {
  await driver.answer(mint);
  await driver.mount();
  driver.expectCommitted(loading, ada(0));
  await driver.expectOutcome("ada");
}

/** Returns whether a transition shows the old content until a token arrives. */
const keepsOldContent = ({ setting, hook }: AppDriver) => setting.inTransition && hook.suspends;

export const situations: readonly Situation[] = [
  {
    name: "first load",
    async run(driver) {
      await driver.mount();
      if (!keepsOldContent(driver)) driver.expectCommitted(loading);
      await changeTree(driver, await answerDuringChange(driver, loading, mint, ada));
      await driver.expectOutcome("ada");
    },
    calls: expectedCalls(1, 3),
    outcomes: ["ada"],
  },
  {
    name: "refresh",
    async run(driver) {
      await signIn(driver);
      await driver.answer(null);
      await driver.advance(REFRESH_DUE);
      driver.expectCommitted(ada(0));
      await changeTree(driver, await answerDuringChange(driver, ada(0), mint, ada));
      await driver.expectOutcome("ada");
    },
    calls: expectedCalls(2, 4),
    outcomes: ["ada"],
  },
  {
    name: "failed refresh",
    async run(driver) {
      await signIn(driver);
      await driver.answer(fail);
      await driver.advance(REFRESH_DUE);
      driver.expectCommitted(ada(0));
      await driver.answer(null);
      await driver.changeTree();
      const shown = driver.setting.remountsProvider ? loading : ada(0);
      driver.expectCommitted(ada(0), shown);
      await driver.advance(2 * SECOND);
      const at = now();
      await driver.answer(mint);
      driver.expectCommitted(shown, ada(at));
      await driver.expectOutcome("ada");
    },
    calls: expectedCalls(3, 3),
    outcomes: ["ada"],
  },
  {
    name: "switch of person",
    async run(driver) {
      await signIn(driver);
      await driver.answer(null);
      await driver.change({ person: "bob" });
      const shown = keepsOldContent(driver) ? ada(0) : loading;
      driver.expectCommitted(ada(0), shown);
      await changeTree(driver, await answerDuringChange(driver, shown, mint, bob));
      await driver.expectOutcome("bob");
    },
    calls: expectedCalls(2, 4),
    outcomes: ["ada", "bob", "superseded"],
  },
  {
    name: "sign-out",
    async run(driver) {
      await signIn(driver);
      await driver.answer(null);
      await driver.advance(REFRESH_DUE);
      if (driver.hook.signsOutByIdentity) {
        await driver.changeTree(() => driver.change({ person: null }));
        driver.expectCommitted(ada(0), loading, signedOut);
      } else {
        await answerDuringChange(
          driver,
          ada(0),
          () => null,
          () => signedOut,
        );
      }
      await changeTree(driver, signedOut);
      await driver.advance(10 * MINUTE);
      driver.expectCommitted(signedOut);
      await driver.expectOutcome("signed_out");
    },
    calls: (driver) => (driver.hook.signsOutByIdentity ? expectedCalls(2, 3) : expectedCalls(2, 4))(driver),
    outcomes: ["ada", "signed_out", "superseded"],
  },
  {
    name: "error",
    async run(driver) {
      await driver.mount();
      await changeTree(driver, await answerDuringChange(driver, loading, refuse, () => refused));
      await driver.answer(mint);
      // The engine waits at least a second between two source calls.
      await driver.advance(SECOND);
      await driver.retry();
      driver.expectCommitted(refused, loading, ada(now()));
      await driver.expectOutcome("ada");
    },
    calls: expectedCalls(2, 4),
    outcomes: ["unauthenticated", "ada"],
  },
];
