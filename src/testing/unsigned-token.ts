import { WORKSPACE_TOKEN_LIFETIME_SECONDS } from "../core/protocol.ts";

/** Whose token it is, and when it was issued. */
interface UnsignedTokenClaims {
  readonly userId: string;
  readonly workspaceId: string;
  readonly issuedAt: Date;
}

let written = 0;

/** Writes a workspace token that no server accepts. It needs neither Web Crypto nor `TextEncoder`, which Jest's jsdom lacks. */
export function writeUnsignedToken({ userId, workspaceId, issuedAt }: UnsignedTokenClaims): string {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  const exp = iat + WORKSPACE_TOKEN_LIFETIME_SECONDS;
  written += 1;
  // Two tokens of one second differ, as signed ones do.
  const claims = { sub: userId, workspace_id: workspaceId, project_id: "proj_test", jti: String(written), iat, exp };
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.unsigned`;
}

function encode(value: object): string {
  const bytes = encodeURIComponent(JSON.stringify(value)).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return btoa(bytes).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "");
}
