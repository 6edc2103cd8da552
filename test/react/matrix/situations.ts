import { AssistantCloudAuthError } from "assistant-cloud-auth";
import { MINUTE, mint, SECOND } from "../react-world.tsx";
import type { State } from "./hooks.tsx";
import type { Answer, Stage } from "./stage.tsx";

/** A third dimension of the matrix: auth events, such as a sign-in, during which React changes the tree. */
export interface Situation {
  name: string;
  play(stage: Stage): Promise<void>;
  /** Returns the expected number of source calls. */
  calls(stage: Stage): number;
  /** The expected outcomes of token requests: user ids and error codes. */
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

/** When the engine refreshes a five-minute token, in milliseconds after its issue, at the middle of the jitter. */
const DUE = 4 * MINUTE;

/** Changes the React tree while the same user stays signed in. A new provider calls the source again. */
async function disturb(stage: Stage, state: State): Promise<void> {
  const { remountsProvider } = stage.setting;
  const after = state.status === "authenticated" && remountsProvider ? { ...state, issuedAt: now() } : state;
  await stage.disturb();
  stage.sees(state, ...(remountsProvider ? [loading] : []), after);
}

/** Settles the pending source call, or the call of a new provider, while React changes the tree. */
async function answerInTheMidst(stage: Stage, from: State, answer: Answer, to: (at: number) => State): Promise<State> {
  let after = from;
  await stage.disturb(async () => {
    after = to(now());
    await stage.answer(answer);
  });
  stage.sees(from, ...(stage.setting.remountsProvider ? [loading] : []), after);
  return after;
}

/** Creates a `calls` function, which returns `callsOfRemounted` if the setting replaces the provider. */
const count = (calls: number, callsOfRemounted: number) => (stage: Stage) =>
  stage.setting.remountsProvider ? callsOfRemounted : calls;

/** Signs Ada in. The issue time of her token is 0. */
async function signIn(stage: Stage): Promise<void> {
  await stage.answer(mint);
  await stage.mount();
  stage.sees(loading, ada(0));
  await stage.asks("ada");
}

/** Returns whether a transition shows the old content until a token arrives. */
const keepsOld = ({ setting, hook }: Stage) => setting.inTransition && hook.suspends;

export const situations: readonly Situation[] = [
  {
    name: "first load",
    async play(stage) {
      await stage.mount();
      if (!keepsOld(stage)) stage.sees(loading);
      await disturb(stage, await answerInTheMidst(stage, loading, mint, ada));
      await stage.asks("ada");
    },
    calls: count(1, 3),
    outcomes: ["ada"],
  },
  {
    name: "refresh",
    async play(stage) {
      await signIn(stage);
      await stage.answer(null);
      await stage.advance(DUE);
      stage.sees(ada(0));
      await disturb(stage, await answerInTheMidst(stage, ada(0), mint, ada));
      await stage.asks("ada");
    },
    calls: count(2, 4),
    outcomes: ["ada"],
  },
  {
    name: "failed refresh",
    async play(stage) {
      await signIn(stage);
      await stage.answer(fail);
      await stage.advance(DUE);
      stage.sees(ada(0));
      await stage.answer(null);
      await stage.disturb();
      const shown = stage.setting.remountsProvider ? loading : ada(0);
      stage.sees(ada(0), shown);
      await stage.advance(2 * SECOND);
      const at = now();
      await stage.answer(mint);
      stage.sees(shown, ada(at));
      await stage.asks("ada");
    },
    calls: count(3, 3),
    outcomes: ["ada"],
  },
  {
    name: "switch of person",
    async play(stage) {
      await signIn(stage);
      await stage.answer(null);
      await stage.change({ person: "bob" });
      const shown = keepsOld(stage) ? ada(0) : loading;
      stage.sees(ada(0), shown);
      await disturb(stage, await answerInTheMidst(stage, shown, mint, bob));
      await stage.asks("bob");
    },
    calls: count(2, 4),
    outcomes: ["ada", "bob", "superseded"],
  },
  {
    name: "sign-out",
    async play(stage) {
      await signIn(stage);
      await stage.answer(null);
      await stage.advance(DUE);
      if (stage.hook.signsOutByIdentity) {
        await stage.disturb(() => stage.change({ person: null }));
        stage.sees(ada(0), loading, signedOut);
      } else {
        await answerInTheMidst(
          stage,
          ada(0),
          () => null,
          () => signedOut,
        );
      }
      await disturb(stage, signedOut);
      await stage.advance(10 * MINUTE);
      stage.sees(signedOut);
      await stage.asks("signed_out");
    },
    calls: (stage) => (stage.hook.signsOutByIdentity ? count(2, 3) : count(2, 4))(stage),
    outcomes: ["ada", "signed_out", "superseded"],
  },
  {
    name: "error",
    async play(stage) {
      await stage.mount();
      await disturb(stage, await answerInTheMidst(stage, loading, refuse, () => refused));
      await stage.answer(mint);
      // The engine waits at least a second between two source calls.
      await stage.advance(SECOND);
      await stage.retry();
      stage.sees(refused, loading, ada(now()));
      await stage.asks("ada");
    },
    calls: count(2, 4),
    outcomes: ["unauthenticated", "ada"],
  },
];
