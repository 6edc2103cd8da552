import { randomBytes } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";

const LIFETIME_MS = 8 * 60 * 60 * 1000;

/** The user and organization of a session at the app's backend, from a verified ID token. */
export interface SessionIdentity {
  userId: string;
  organizationId: string;
}

export interface Sessions {
  /** Opens a session and returns its id. */
  open(identity: SessionIdentity): string;
  find(id: string | undefined): SessionIdentity | null;
  end(id: string | undefined): void;
}

/** Creates a store in memory for the sessions of the app's backend. A session lasts eight hours. */
export function createSessions(): Sessions {
  const sessions = new Map<string, SessionIdentity & { expiresAt: number }>();
  return {
    open(identity) {
      const id = randomBytes(32).toString("base64url");
      sessions.set(id, { ...identity, expiresAt: Date.now() + LIFETIME_MS });
      return id;
    },
    find(id) {
      const session = id === undefined ? undefined : sessions.get(id);
      return session && session.expiresAt > Date.now() ? session : null;
    },
    end(id) {
      if (id !== undefined) sessions.delete(id);
    },
  };
}

/**
 * Returns a function that verifies an ID token of one provider for one client (OpenID Connect Core §3.1.3.7). The
 * function resolves to null if the token is invalid, if the token has no `org_id`, or if the provider's keys cannot be
 * fetched.
 */
export function createIdTokenReader(settings: { issuer: string; jwksUrl: string; clientId: string }) {
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl));
  return async (idToken: string): Promise<{ identity: SessionIdentity; claims: Record<string, unknown> } | null> => {
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer: settings.issuer,
        audience: settings.clientId,
        algorithms: ["RS256"],
        requiredClaims: ["sub", "exp", "org_id"],
      });
      const identity = { userId: String(payload.sub), organizationId: String(payload["org_id"]) };
      return { identity, claims: payload };
    } catch {
      return null;
    }
  };
}
