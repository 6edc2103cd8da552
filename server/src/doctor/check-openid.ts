import { SignInFailure } from "../admin/openid/sign-in-outcome.ts";
import { readOpenIdIssuer } from "../config/read-openid-settings.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type CheckResult, failed, passed } from "./check-result.ts";

const CHECK = "openid";

/**
 * Checks the OpenID provider for dashboard sign-in: its discovery document and its support for PKCE.
 *
 * @param allowInsecure whether to allow an `http://` issuer on a loopback address
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
      return passed(CHECK, "The provider answers and supports PKCE with S256.", host);
    }
    return failed(CHECK, "The provider does not support PKCE with S256.", "Enable S256 at the provider.", host);
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error;
    return failed(
      CHECK,
      `Sign-in with the provider fails: ${error.reason}.`,
      "Compare the issuer with the provider's settings, and open <issuer>/.well-known/openid-configuration from this machine.",
      host,
    );
  }
}
