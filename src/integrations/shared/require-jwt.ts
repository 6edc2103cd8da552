import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

/**
 * Passes a signed JWT through, and null; anything else is refused before it is sent anywhere.
 *
 * @param what names the token, such as "Auth0's access token"
 * @param remedy what to set up at the provider or in the call
 */
export function requireJwt(token: string | null, what: string, remedy: string | undefined): string | null {
  if (token === null) return null;
  const parts = token.split(".").length;
  if (parts === 3) return token;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `${what} is ${parts === 5 ? "encrypted (JWE)" : "opaque"}: only its issuer can read it.`),
    { remedy },
  );
}
