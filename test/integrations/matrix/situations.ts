import type { Mood } from "./watch-renewals.ts";

/** What a test expects after a fault such as a failed token renewal. */
export type Outcome =
  /** The workspace stays. The engine reports the failure as retryable, and its next attempt succeeds. */
  | "is retried"
  /** Every tab is signed out, and no tab sends another token. */
  | "signs out"
  /** The workspace is shown again within seconds. */
  | "is authenticated again"
  /** The SDK sends no credential twice, and the workspace stays. */
  | "sends no credential twice"
  /**
   * The SDK's own renewal and the hook's renewal were both sent. The provider rejected the hook's. The workspace stays.
   */
  | "takes the winner's token"
  /** The hook never sends the other user's token. The first user's workspace stays. */
  | "withholds the other's token"
  /** The app shows the user whom the SDK now reports. */
  | "follows the SDK"
  /**
   * The error is `interaction_required`, is not retried, and names the SDK's function that signs in. The workspace
   * stays.
   */
  | "asks for the user"
  /** The second tab uses the first tab's token, and both tabs get the token of the next refresh. */
  | "shares one token";

/** The tested situations. `fault` is the number of a fault that the engine must survive. Test titles begin with it. */
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

/** The situations that differ only in the provider's response to a renewal. */
export const outages = ["network", "429", "503", "html"] as const satisfies readonly (Mood & Situation)[];

/** One integration in one situation: the expected outcome, or why it cannot occur. */
export type Cell = Outcome | { readonly never: string };
