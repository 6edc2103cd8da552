import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";

/** The signed-in user and organization, in the form of Clerk's `auth()`. */
export interface ClerkSession {
  userId: string | null;
  orgId?: string | null | undefined;
}

/** Settings of {@link createClerkSessionReader}. */
export interface ClerkSessionOptions {
  /** Clerk's frontend API: the `iss` of its session tokens, such as `https://clerk.example.com`. */
  issuer: string;
  /** The app's own origins: the `azp` that a session token must have. */
  authorizedParties: readonly string[];
}

/** Reads Clerk's session token from Clerk's cookie, for servers that no Clerk package supports. */
export function createClerkSessionReader({ issuer, authorizedParties }: ClerkSessionOptions) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (request: Request): Promise<ClerkSession> => {
    const token = /(?:^|;\s*)__session=([^;]+)/.exec(request.headers.get("Cookie") ?? "")?.[1];
    if (token === undefined) return { userId: null };
    let claims: JWTPayload;
    try {
      claims = (await jwtVerify(token, keys, { issuer, algorithms: ["RS256"], requiredClaims: ["sub", "exp"] }))
        .payload;
    } catch (error) {
      // An unreachable JWKS is an outage, so it throws. Any other failure means an invalid token: signed out.
      if (isKeyOutage(error)) throw error;
      return { userId: null };
    }
    if (!authorizedParties.includes(String(claims["azp"]))) return { userId: null };
    return { userId: claims.sub ?? null, orgId: readOrganization(claims) };
  };
}

/** Session tokens of version 2 contain the organization in `o`, those of version 1 in `org_id`. */
function readOrganization(claims: JWTPayload): string | null {
  const organization = claims["o"] as { id?: unknown } | undefined;
  const id = organization?.id ?? claims["org_id"];
  return typeof id === "string" ? id : null;
}

function isKeyOutage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === undefined || code === "ERR_JWKS_TIMEOUT" || code === "ERR_JOSE_GENERIC";
}
