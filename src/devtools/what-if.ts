import type { CallWrapper } from "../client/engine-inspector.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { shiftTokenTimes } from "./shift-token-times.ts";

/** A fault of the token source that the devtools can simulate. */
export type WhatIf = "throws" | "hangs" | "null" | "offline" | "clock-ahead" | "clock-behind";

interface Scenario {
  readonly id: WhatIf;
  readonly label: string;
  /** A sentence for the developer about the effect of the fault on the engine. */
  readonly note: string;
  readonly wrap: CallWrapper;
}

const CLOCK_MS = 10 * 60_000;
const UNSIGNED = "Servers reject these tokens, because changed times break the signature.";

/** All faults that the devtools can simulate, in the order of the menu. */
export const scenarios: readonly Scenario[] = [
  {
    id: "throws",
    label: "Source throws",
    note: "Each call of the token source rejects with an error.",
    wrap: () => Promise.reject(new Error("The devtools make the token source throw.")),
  },
  {
    id: "hangs",
    label: "Source hangs",
    note: "The token source never answers; the engine cancels the call at its deadline.",
    wrap: () => new Promise(() => {}),
  },
  {
    id: "null",
    label: "Source returns null",
    note: "The token source reports that the user is signed out. Other tabs of this user sign out too.",
    wrap: () => Promise.resolve(null),
  },
  {
    id: "offline",
    label: "Offline",
    note: "Each call fails as it does without a network. Other requests of the page are not affected.",
    wrap: () => Promise.reject(new AssistantCloudAuthError("offline", "The devtools simulate a missing network.")),
  },
  {
    id: "clock-ahead",
    label: "Server clock +10 min",
    note: `Tokens are issued by a server whose clock is 10 minutes ahead. ${UNSIGNED}`,
    wrap: async (call) => shiftTokenTimes(await call(), CLOCK_MS),
  },
  {
    id: "clock-behind",
    label: "Server clock −10 min",
    note: `Tokens are issued by a server whose clock is 10 minutes behind. ${UNSIGNED}`,
    wrap: async (call) => shiftTokenTimes(await call(), -CLOCK_MS),
  },
];

/** Returns the simulation of a fault; undefined for null. */
export function scenarioOf(whatIf: WhatIf | null): Scenario | undefined {
  return scenarios.find(({ id }) => id === whatIf);
}
