import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";
import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { guessPreset } from "../rules/presets/presets.ts";
import { explainJwksFailure } from "./explain-jwks-failure.ts";
import { failed, passed, skipped, type TokenCheck, unknown } from "./token-report.ts";

/** Fetches a rule's keys and checks the signature with them: two checks, `key` and `signature`. */
export async function explainKeys(
  rule: AuthRule,
  jwt: ParsedJwt,
  loadJwks: (rule: AuthRule) => Promise<unknown>,
): Promise<TokenCheck[]> {
  const { kid } = jwt.header;
  const notReached = skipped("signature", "There is no key to check it with.");
  if (typeof kid !== "string" || kid === "") {
    return [failed("key", "Its header names no key (`kid`).", "Have the provider name the key."), notReached];
  }
  let document: unknown;
  try {
    document = await loadJwks(rule);
  } catch (error) {
    return [
      unknown(
        "key",
        `The keys could not be fetched: ${explainJwksFailure(error, rule.jwksUrl).message}`,
        "Open the rule's JWKS URL in a browser: it must answer with JSON within 2 seconds, without a redirect.",
      ),
      notReached,
    ];
  }
  let keys: ReturnType<typeof readJwks>;
  try {
    keys = readJwks(document);
  } catch (error) {
    const { message } = explainJwksFailure(error, rule.jwksUrl);
    return [failed("key", message, "Give the rule the provider's JWKS URL: JSON with a list `keys`."), notReached];
  }
  if (keys.length === 0) {
    const { noKeys } = guessPreset(jwt.payload, rule.provider)?.refusals ?? {};
    return [
      failed(
        "key",
        "The provider publishes no usable key.",
        noKeys?.remedy ?? "Have the provider publish an RSA, EC or Ed25519 key with a `kid`.",
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
            `None of the ${keys.length} published keys is the one that the token names.`,
            "See that token and JWKS URL belong to the same tenant and environment; sign in again if keys were rotated.",
          )
        : failed(
            "key",
            `The published key is not for ${jwt.algorithm}.`,
            "See that the rule's JWKS URL is the provider's own.",
          ),
      notReached,
    ];
  }
  const found = passed("key", "The key that it names is published.");
  for (const { key } of fitting) {
    if (await isSignedWith(jwt, key)) return [found, passed("signature", "The signature is right.")];
  }
  return [
    found,
    failed(
      "signature",
      "It was not signed with the published key of that id.",
      "Copy the whole token; if it is whole, it does not come from this provider.",
    ),
  ];
}
