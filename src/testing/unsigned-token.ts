import { WORKSPACE_TOKEN_LIFETIME_SECONDS } from "../core/protocol.ts";

interface UnsignedTokenClaims {
  readonly userId: string;
  readonly workspaceId: string;
  readonly issuedAt: Date;
}

let count = 0;

/**
 * Returns an unsigned workspace token, which servers refuse. The function avoids Web Crypto and `TextEncoder`, which
 * Jest's jsdom lacks.
 */
export function writeUnsignedToken({ userId, workspaceId, issuedAt }: UnsignedTokenClaims): string {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  const exp = iat + WORKSPACE_TOKEN_LIFETIME_SECONDS;
  count += 1;
  // A unique id makes tokens of the same second differ, as signed tokens do.
  const claims = { sub: userId, workspace_id: workspaceId, project_id: "proj_test", jti: String(count), iat, exp };
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.unsigned`;
}

function encode(value: object): string {
  const bytes = encodeURIComponent(JSON.stringify(value)).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return btoa(bytes).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "");
}
