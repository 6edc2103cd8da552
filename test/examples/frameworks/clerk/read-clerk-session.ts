import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";

/** The signed-in user and organization, as Clerk's `auth()` returns them. */
export interface ClerkSession {
  userId: string | null;
  orgId?: string | null | undefined;
}

/** Settings of {@link createClerkSessionReader}. */
export interface ClerkSessionOptions {
  /** The URL of Clerk's frontend API, such as `https://clerk.example.com`. The `iss` of session tokens is this URL. */
  issuer: string;
  /** The app's own origins. The `azp` of a session token must be one of these origins. */
  authorizedParties: readonly string[];
}

/** Creates a function that reads the session from Clerk's cookie. Use it on servers that no Clerk package supports. */
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

/** Returns the organization's id. Session tokens contain it in `o` (version 2) or in `org_id` (version 1). */
function readOrganization(claims: JWTPayload): string | null {
  const organization = claims["o"] as { id?: unknown } | undefined;
  const id = organization?.id ?? claims["org_id"];
  return typeof id === "string" ? id : null;
}

function isKeyOutage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === undefined || code === "ERR_JWKS_TIMEOUT" || code === "ERR_JOSE_GENERIC";
}
