import { providerTokenSource, type TokenSource } from "assistant-cloud-auth";
import { ErrorResponse, type UserManager } from "oidc-client-ts";
import { type Identity, readIdentity, scopeFor } from "../identity/identity.ts";

const RENEWAL_MARGIN_SECONDS = 60;

/**
 * Returns the token source of the direct integration. The authority has an auth rule for the provider, and exchanges
 * the provider's ID token for a workspace token.
 */
export function directSource(manager: UserManager, identity: Identity): TokenSource {
  return providerTokenSource({
    key: identity.key,
    getToken: ({ forceRefresh }) => readIdToken(manager, identity, forceRefresh),
  });
}

/**
 * Resolves to an ID token of the signed-in user. Resolves to null if no user is signed in on the page, or if a renewal
 * finds no session at the provider. Renews the ID token in a hidden frame if the token expires within a minute, or if
 * `forceRefresh` is true.
 *
 * @throws when the signed-in user or organization differs from `identity`, or when the provider cannot renew the ID
 * token
 */
export async function readIdToken(
  manager: UserManager,
  identity: Identity,
  forceRefresh: boolean,
): Promise<string | null> {
  const user = await manager.getUser();
  if (!user) return null;
  if (readIdentity(user)?.key !== identity.key) throw new Error("Another user has signed in.");
  const secondsLeft = user.profile.exp - Date.now() / 1000;
  if (!forceRefresh && secondsLeft > RENEWAL_MARGIN_SECONDS) return user.id_token ?? null;
  try {
    const renewed = await manager.signinSilent({ scope: scopeFor(identity.organization.id) });
    return renewed?.id_token ?? null;
  } catch (error) {
    if (error instanceof ErrorResponse && error.error === "login_required") return null;
    throw error;
  }
}
