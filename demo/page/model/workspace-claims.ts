import { decodeJwt } from "jose";

/**
 * The claims of a workspace token. This is a type, not an interface, because the result of a tool must be assignable to
 * a JSON object.
 */
export type WorkspaceClaims = {
  userId: string;
  workspaceId: string;
  projectId: string;
  issuer: string;
  /** The time of issue, in seconds since the epoch. */
  issuedAt: number;
  expiresAt: number;
};

/** Returns the claims of a workspace token without verifying the token. */
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
