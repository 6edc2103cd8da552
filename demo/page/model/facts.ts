import type { WorkspaceClaims } from "./workspace-claims.ts";

/** What the scripted model knows of the page it answers on. */
export interface Facts {
  /** The person's name; null for a visitor. */
  personName: string | null;
  organizationName: string | null;
  /** In words, such as "direct integration". */
  integration: string;
  authorityUrl: string;
  /** The claims of the current workspace token; null without one. */
  readClaims(): Promise<WorkspaceClaims | null>;
}
