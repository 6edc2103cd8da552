import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";

/** The claims of a verified workspace token. Times are in seconds since the epoch. */
export interface VerifiedWorkspace extends WorkspaceTokenClaims {
  projectId: string;
  issuer: string;
  issuedAt: number;
}
