import fc from "fast-check";
import { type Refusable, refusable } from "./refusals.ts";

/**
 * The result of a source call. `same` is the previous token, `dead` is an expired token, and `limited` is the error
 * `rate_limited`.
 */
export type Answer =
  | "fresh"
  | "same"
  | "dead"
  | "garbage"
  | "throws"
  | "network"
  | "refused"
  | "limited"
  | "signed_out";

/** A synchronous step of the model. */
export type Act =
  | { do: "read" | "force" | "send" | "reset" | "invalidate" | "close"; tab: number }
  | { do: "open" | "sign_out" | "go_offline" | "go_online" }
  /** A different user signs in, in one tab or in all. */
  | { do: "switch"; tab: number; everywhere: boolean }
  | { do: "answer"; call: number; answer: Answer }
  /** The API answers an earlier request with a rotated token. */
  | { do: "respond"; request: number }
  /** React hides a tree. With `leaves`, the browser puts the page into the back-forward cache. */
  | { do: "hide"; tab: number; leaves: boolean }
  /** React shows a tree, or begins, commits or abandons a transition to another user. */
  | { do: "show" | "begin" | "commit" | "abandon"; tab: number }
  /** The browser denies access to an API from now on, or allows all APIs again. */
  | { do: "refuse"; api: Refusable }
  | { do: "allow" };

export type Step =
  | Act
  /** Two acts at nearly the same time, `hops` microtasks apart. */
  | { do: "race"; first: Act; hops: number; second: Act }
  /** Several forced refreshes in a row, answered immediately. `last` is the answer to the last one. */
  | { do: "storm"; tab: number; times: number; last: Answer }
  /** Several source calls in a row fail, a minute apart. */
  | { do: "outage"; times: number; answer: Answer }
  /** The session ends in all tabs. Then the same user signs in again in one tab. */
  | { do: "sign_in_again"; tab: number }
  | { do: "advance"; ms: number }
  | { do: "jump"; ms: number }
  /** The machine sleeps. `first` is the first event after wake-up. With `signals`, every tab checks its clocks. */
  | { do: "sleep"; ms: number; monotonicStops: boolean; first: "signals" | "read" | "nothing" };

const { boolean, constant, constantFrom, integer, nat, record } = fc;
const tab = nat(3);
const failure = constantFrom<Answer>("garbage", "throws", "network", "limited");
const answer = fc.oneof(
  { weight: 6, arbitrary: constant<Answer>("fresh") },
  { weight: 4, arbitrary: failure },
  { weight: 4, arbitrary: constantFrom<Answer>("same", "dead", "refused", "signed_out") },
);
const ms = constantFrom(1, 50, 999, 1_000, 5_000, 11_000, 30_000, 61_000, 241_000, 275_000, 301_000, 3_600_000);

const read = record({ do: constant("read" as const), tab });
const answered = record({ do: constant("answer" as const), call: nat(3), answer });
const inTab = record({ do: constantFrom("force" as const, "reset", "invalidate", "close"), tab });
const anywhere = record({ do: constantFrom("open" as const, "sign_out", "go_offline", "go_online") });
const change = record({ do: constant("switch" as const), tab, everywhere: boolean() });
const sent = record({ do: constant("send" as const), tab });
const responded = record({ do: constant("respond" as const), request: nat(3) });
const inTree: fc.Arbitrary<Act> = fc.oneof(record({ do: constant("hide" as const), tab, leaves: boolean() }), {
  weight: 4,
  arbitrary: record({ do: constantFrom("show" as const, "begin", "commit", "abandon"), tab }),
});
const platform: fc.Arbitrary<Act> = fc.oneof(
  record({ do: constant("refuse" as const), api: constantFrom(...refusable) }),
  record({ do: constant("allow" as const) }),
);
const act: fc.Arbitrary<Act> = fc.oneof(read, answered, inTab, anywhere, change, inTree);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: read },
  { weight: 8, arbitrary: answered },
  { weight: 8, arbitrary: record({ do: constant("advance" as const), ms }) },
  { weight: 4, arbitrary: inTab },
  { weight: 3, arbitrary: anywhere },
  { weight: 1, arbitrary: change },
  { weight: 5, arbitrary: inTree },
  { weight: 2, arbitrary: platform },
  { weight: 1, arbitrary: record({ do: constant("sign_in_again" as const), tab }) },
  { weight: 2, arbitrary: sent },
  { weight: 3, arbitrary: responded },
  { weight: 3, arbitrary: record({ do: constant("race" as const), first: act, hops: nat(12), second: act }) },
  {
    weight: 2,
    arbitrary: record({ do: constant("storm" as const), tab, times: constantFrom(2, 8, 9, 10, 12), last: answer }),
  },
  {
    weight: 1,
    arbitrary: record({ do: constant("outage" as const), times: integer({ min: 1, max: 7 }), answer: failure }),
  },
  { weight: 1, arbitrary: record({ do: constant("jump" as const), ms: integer({ min: -4e6, max: 4e6 }) }) },
  {
    weight: 2,
    arbitrary: record({
      do: constant("sleep" as const),
      ms: constantFrom(1_000, 61_000, 241_000, 301_000, 3_600_000),
      monotonicStops: boolean(),
      first: constantFrom("signals" as const, "read", "nothing"),
    }),
  },
);

/** Generates sequences of 3 to 40 steps. */
export const steps: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 3, maxLength: 40 });
