import fc from "fast-check";

/** How a call of the source is answered. */
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

/** All that can happen to a browser with the engine in its tabs. */
export type Step =
  | { do: "read" | "force" | "send" | "reset" | "invalidate" | "close"; tab: number }
  /** One forced refresh after another; all are answered at once, the last as it says. */
  | { do: "storm"; tab: number; times: number; last: Answer }
  /** The API answers a request that was sent before, with a token that it has rotated. */
  | { do: "respond"; request: number }
  | { do: "open" | "sign_out" | "switch" | "go_offline" | "go_online" }
  | { do: "answer"; call: number; answer: Answer }
  | { do: "advance"; ms: number }
  | { do: "jump"; ms: number }
  /** `isTold`: signals of the page have every tab look at the clocks at once. */
  | { do: "sleep"; ms: number; monotonicStops: boolean; isTold: boolean };

const tab = fc.nat(3);
const answer = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Answer>("fresh") },
  {
    weight: 8,
    arbitrary: fc.constantFrom<Answer>(
      "same",
      "dead",
      "garbage",
      "throws",
      "network",
      "refused",
      "limited",
      "signed_out",
    ),
  },
);
const ms = fc.constantFrom(1, 50, 999, 1_000, 5_000, 11_000, 30_000, 61_000, 200_000, 241_000, 301_000, 3_600_000);

const sleep = fc.record({
  do: fc.constant("sleep" as const),
  ms,
  monotonicStops: fc.boolean(),
  isTold: fc.boolean(),
});
const storm = fc.record({
  do: fc.constant("storm" as const),
  tab,
  times: fc.integer({ min: 1, max: 12 }),
  last: answer,
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("read" as const), tab }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("answer" as const), call: fc.nat(3), answer }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("advance" as const), ms }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("force" as const, "reset", "invalidate", "close"), tab }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("open" as const, "sign_out", "switch", "go_offline", "go_online") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("jump" as const), ms: fc.integer({ min: -4e6, max: 4e6 }) }) },
  { weight: 1, arbitrary: sleep },
  { weight: 1, arbitrary: storm },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("send" as const), tab }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("respond" as const), request: fc.nat(3) }) },
);

/** Sequences of up to forty steps. */
export const steps: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 3, maxLength: 40 });
