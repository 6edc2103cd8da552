import type { Mood } from "./watch-renewals.ts";

/** What a test expects after a fault such as a failed token renewal. */
export type Outcome =
  /** The workspace stays, the failure is reported as retryable, and the next attempt succeeds. */
  | "is retried"
  /** Every tab is signed out, and nothing more is sent. */
  | "signs out"
  /** The workspace is back within seconds. */
  | "is authenticated again"
  /** No credential is sent twice, and the workspace stays. */
  | "sends no credential twice"
  /** The SDK's own renewal and the hook's renewal were both sent. The hook's was rejected, and the workspace stays. */
  | "takes the winner's token"
  /** The other user's token is never sent; the first user's workspace stays. */
  | "withholds the other's token"
  /** The app shows what the SDK now reports. */
  | "follows the SDK"
  /** The error is `interaction_required`, is not retried, and names the call that signs in; the workspace stays. */
  | "asks for the user"
  /** The second tab uses the first tab's token, and both tabs follow a refresh. */
  | "shares one token";

/** The tested situations, such as a failed token renewal. `fault` is the number of the fault that each demonstrates. */
export const situations = {
  network: { fault: "F67", title: "a renewal that fails by network" },
  "429": { fault: "F67", title: "a renewal that is answered 429" },
  "503": { fault: "F67", title: "a renewal that is answered 503" },
  html: { fault: "F67", title: "a renewal that a captive portal answers with HTML" },
  over: { fault: "F67", title: "a refresh token that has expired" },
  again: { fault: "F68", title: "a sign-in as the same person without a page load" },
  ownRenewal: { fault: "F69", title: "a renewal while the SDK's own is under way" },
  otherPerson: { fault: "F72", title: "a browser that holds another person's session than the SDK shows" },
  interaction: { fault: "F74", title: "a provider that asks for an interaction" },
  organization: { fault: "F27", title: "a switch of organization" },
  tabs: { fault: "F34", title: "a second tab" },
} as const satisfies Record<string, { fault: string; title: string }>;

export type Situation = keyof typeof situations;

/** The tested situations in which only the provider's response to a renewal changes. */
export const outages = ["network", "429", "503", "html"] as const satisfies readonly (Mood & Situation)[];

/** One integration in one situation: the expected outcome, or why it cannot occur. */
export type Cell = Outcome | { readonly never: string };
