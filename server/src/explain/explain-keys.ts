import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";
import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { guessPreset } from "../rules/presets/presets.ts";
import { explainJwksFailure } from "./explain-jwks-failure.ts";
import { failed, passed, skipped, type TokenCheck, unknown } from "./token-report.ts";

/** Fetches the keys of an auth rule and verifies the token's signature. Returns the checks `key` and `signature`. */
export async function explainKeys(
  rule: AuthRule,
  jwt: ParsedJwt,
  loadJwks: (rule: AuthRule) => Promise<unknown>,
): Promise<TokenCheck[]> {
  const { kid } = jwt.header;
  const notReached = skipped("signature", "There is no key to check it with.");
  if (typeof kid !== "string" || kid === "") {
    return [
      failed("key", "The token's header has no key id (`kid`).", "Configure the provider to set a `kid`."),
      notReached,
    ];
  }
  let document: unknown;
  try {
    document = await loadJwks(rule);
  } catch (error) {
    return [
      unknown(
        "key",
        `The keys cannot be fetched: ${explainJwksFailure(error, rule.jwksUrl).message}`,
        "Open the rule's JWKS URL in a browser: it must return JSON within 2 seconds, without a redirect.",
      ),
      notReached,
    ];
  }
  let keys: ReturnType<typeof readJwks>;
  try {
    keys = readJwks(document);
  } catch (error) {
    const { message } = explainJwksFailure(error, rule.jwksUrl);
    return [failed("key", message, "Set the provider's JWKS URL in the rule: JSON with a list `keys`."), notReached];
  }
  if (keys.length === 0) {
    const { noKeys } = guessPreset(jwt.payload, rule.provider)?.refusals ?? {};
    return [
      failed(
        "key",
        "The provider publishes no usable key.",
        noKeys?.remedy ?? "Configure the provider to publish an RSA, EC or Ed25519 key with a `kid`.",
      ),
      notReached,
    ];
  }
  const named = keys.filter((key) => key.kid === kid);
  const fitting = named.filter((key) => key.algorithms.includes(jwt.algorithm));
  if (fitting.length === 0) {
    return [
      named.length === 0
        ? failed(
            "key",
            `None of the ${keys.length} published keys has the token's key id.`,
            "Check that the token and the JWKS URL belong to the same tenant and environment; sign in again if keys were rotated.",
          )
        : failed(
            "key",
            `The published key is not for ${jwt.algorithm}.`,
            "Check that the rule's JWKS URL is the provider's own.",
          ),
      notReached,
    ];
  }
  const keyCheck = passed("key", "The token's key is published.");
  for (const { key } of fitting) {
    if (await isSignedWith(jwt, key)) return [keyCheck, passed("signature", "The signature is valid.")];
  }
  return [
    keyCheck,
    failed(
      "signature",
      "The published key with that id did not sign the token.",
      "Copy the complete token; if it is complete, it does not come from this provider.",
    ),
  ];
}
