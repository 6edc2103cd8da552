import { SignInFailure } from "../admin/openid/sign-in-outcome.ts";
import { readOpenIdIssuer } from "../config/read-openid-settings.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type CheckResult, failed, passed } from "./check-result.ts";

const CHECK = "openid";

/**
 * Asks the OpenID provider of the dashboard's sign-in what it says of itself.
 *
 * @param allowInsecure whether an issuer of `http://` on this machine will do
 */
export async function checkOpenId(
  issuer: string,
  allowInsecure: boolean,
  network: ProviderNetwork,
): Promise<CheckResult> {
  const { href, host } = readOpenIdIssuer(issuer, allowInsecure);
  const { readProvider } = await import("../admin/openid/openid-provider.ts");
  try {
    const { code_challenge_methods_supported: methods } = await readProvider(href, network);
    if (methods === undefined || methods.includes("S256")) {
      return passed(CHECK, "The provider answers; people can be sent there to sign in.", host);
    }
    return failed(CHECK, "The provider does not know PKCE with S256.", "Ask whoever runs it to allow S256.", host);
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error;
    return failed(
      CHECK,
      `Nobody can sign in by the provider: ${error.reason}.`,
      "Compare the issuer with the provider's page, and open <issuer>/.well-known/openid-configuration from this machine.",
      host,
    );
  }
}
