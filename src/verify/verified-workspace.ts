import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";

/** What a verified workspace token says; times in seconds since the epoch. */
export interface VerifiedWorkspace extends WorkspaceTokenClaims {
  projectId: string;
  issuer: string;
  issuedAt: number;
}
