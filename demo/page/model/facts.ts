import type { WorkspaceClaims } from "./workspace-claims.ts";

/** The data that the scripted model puts into its answers. */
export interface Facts {
  /** The person's name; null for a visitor. */
  personName: string | null;
  organizationName: string | null;
  /** How the page obtains the token, in words, such as "direct integration". */
  integration: string;
  authorityUrl: string;
  /** Resolves to the claims of the current workspace token; null if no token is available. */
  readClaims(): Promise<WorkspaceClaims | null>;
}
