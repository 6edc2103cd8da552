import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

/**
 * Returns `token` unchanged if it is null or has the three parts of a signed JWT. Throws for any other token, so that
 * no server receives it.
 *
 * @param what the token's name in the error message, such as "Auth0's access token"; undefined in production
 * @param remedy the fix, for developers: how to set up the provider or change the call
 * @throws `configuration` for an opaque or encrypted token
 */
export function requireJwt(token: string | null, what: string | undefined, remedy: string | undefined): string | null {
  if (token === null) return null;
  const parts = token.split(".").length;
  if (parts === 3) return token;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `${what} is ${parts === 5 ? "encrypted (JWE)" : "opaque"}: only its issuer can read it.`),
    { remedy },
  );
}
