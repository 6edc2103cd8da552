import type { RenewalResponse } from "./watch-renewals.ts";

/** What a test expects after a fault such as a failed token renewal. */
export type Outcome =
  /** The workspace stays. The engine reports the failure as retryable, and a later attempt succeeds. */
  | "retries"
  /** Every tab is signed out, and no tab sends another token. */
  | "signs out"
  /** The workspace is shown again within seconds. */
  | "signs the user in again"
  /** The engine's limit of calls per minute also limits the renewals, although every renewal seems to succeed. */
  | "limits the renewals"
  /** The SDK sends no credential twice, and the workspace stays. */
  | "sends no credential twice"
  /**
   * The SDK's own renewal and the hook's renewal were both sent. The provider rejected the hook's. The workspace stays.
   */
  | "uses the token of the SDK's renewal"
  /** The hook never sends the other user's token. The first user's workspace stays. */
  | "does not send the other user's token"
  /** The app shows the user whom the SDK now reports. */
  | "uses the identity in the SDK"
  /**
   * The error is `interaction_required`, is not retried, and names the SDK's function that signs in. The workspace
   * stays.
   */
  | "reports `interaction_required`"
  /** The second tab uses the first tab's token, and both tabs get the token of the next refresh. */
  | "shares one token between the tabs";

/** The tested situations. `fault` is the number of the tested fault. Test titles begin with this number. */
export const situations = {
  network: { fault: "F67", title: "if a renewal fails with a network error" },
  "429": { fault: "F67", title: "if a renewal gets status 429" },
  "503": { fault: "F67", title: "if a renewal gets status 503" },
  html: { fault: "F67", title: "if a captive portal answers a renewal with HTML" },
  expired: { fault: "F67", title: "if the refresh token has expired" },
  deadTokens: { fault: "F73", title: "if every renewal returns a token that has already expired" },
  slowLoad: { fault: "F70", title: "if a page loads slowly just before the provider's token expires" },
  signInAgain: { fault: "F68", title: "if the same user signs in without a page load" },
  ownRenewal: { fault: "F69", title: "if the SDK and the hook renew the session at the same time" },
  otherPerson: { fault: "F72", title: "if another user has signed in to the provider in this browser" },
  interaction: { fault: "F74", title: "if the provider requires interaction" },
  organization: { fault: "F27", title: "if the user switches the organization" },
  tabs: { fault: "F34", title: "if the user opens a second tab" },
} as const satisfies Record<string, { fault: string; title: string }>;

export type Situation = keyof typeof situations;

/** The situations that differ only in the provider's response to a renewal. */
export const outages = ["network", "429", "503", "html"] as const satisfies readonly (RenewalResponse & Situation)[];

/** The expected outcome of one situation in one integration, or the reason why the situation cannot occur. */
export type Cell = Outcome | { readonly never: string };
