import { decodeJwt } from "jose";

/** What a workspace token says; a type and no interface, so that it is valid JSON for a tool's result. */
export type WorkspaceClaims = {
  userId: string;
  workspaceId: string;
  projectId: string;
  issuer: string;
  /** In seconds since the epoch. */
  issuedAt: number;
  expiresAt: number;
};

/** Reads the claims of a workspace token without verifying it. */
export function readWorkspaceClaims(token: string): WorkspaceClaims {
  const claims = decodeJwt<Record<string, unknown>>(token);
  return {
    userId: String(claims.sub),
    workspaceId: String(claims["workspace_id"]),
    projectId: String(claims["project_id"]),
    issuer: String(claims.iss),
    issuedAt: Number(claims.iat),
    expiresAt: Number(claims.exp),
  };
}
