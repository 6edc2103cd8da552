import { API_KEY_PREFIX, MAX_ID_TOKEN_LENGTH } from "../../../src/core/protocol.ts";
import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import type { Preset } from "../rules/presets/preset.ts";
import { guessPreset, presets } from "../rules/presets/presets.ts";
import { formatValue } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

const knownRefusals = Object.values<Preset>(presets).flatMap(({ title, refusals }) =>
  refusals ? [{ title, ...refusals }] : [],
);

/**
 * Parses a token as the token exchange does. If the exchange would not accept the text as a JWT, `jwt` is null. The
 * message of `check` then says what the text is, or what is wrong with the text.
 */
export function explainFormat(text: string): { jwt: ParsedJwt | null; check: TokenCheck } {
  const strange = findOtherKind(text);
  if (strange !== null) return { jwt: null, check: strange };
  try {
    return { jwt: parseJwt(text, MAX_ID_TOKEN_LENGTH), check: passed("form", "The token is a signed JWT.") };
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    return { jwt: null, check: explainRefusal(text, error) };
  }
}

function findOtherKind(text: string): TokenCheck | null {
  const fail = (message: string, remedy: string) => failed("form", message, remedy);
  if (text === "") return fail("There is no token.", "Paste a token of your auth provider.");
  if (/^["'`]|["'`]$/.test(text)) return fail("The text has quotation marks.", "Remove the quotation marks.");
  if (/^Bearer\s/i.test(text)) return fail('The text starts with "Bearer".', 'Remove "Bearer".');
  if (/\s/.test(text)) return fail("The text contains spaces.", "Remove the spaces.");
  if (text.startsWith(API_KEY_PREFIX)) {
    return fail(
      "This is an API key of this cloud, not a provider's token.",
      "Keep it on the server; revoke it if it was exposed.",
    );
  }
  if (text.startsWith("refresh_0")) {
    return fail("This is a visitor's refresh token.", "Paste an ID or access token of your auth provider.");
  }
  const own = knownRefusals.find(({ opaque }) => opaque && text.startsWith(opaque.prefix))?.opaque;
  if (own !== undefined) return fail(own.message, own.remedy);
  if (text.length > MAX_ID_TOKEN_LENGTH) {
    return fail(`The token has more than ${MAX_ID_TOKEN_LENGTH} characters.`, "Remove large claims at the provider.");
  }
  const parts = text.split(".").length;
  if (parts === 5) {
    return fail(
      "The token is encrypted (JWE): only its issuer can read it.",
      `${askForJwt()} Auth.js sessions are always encrypted: mint tokens on your server instead.`,
    );
  }
  if (parts !== 3) {
    return fail("The token is opaque: it is not a JWT, so only its issuer can read it.", askForJwt());
  }
  return null;
}

function askForJwt(): string {
  const parameters = knownRefusals.flatMap(({ title, jwtRequiresParameter: need }) =>
    need ? [`${title}: \`${need}\``] : [],
  );
  return `Request a JWT from the provider (${parameters.join(", ")}), or send the ID token.`;
}

/**
 * Explains why a token was rejected. The function reads the unverified header and payload only to choose the message
 * and the remedy.
 */
function explainRefusal(text: string, refusal: TokenRefusal): TokenCheck {
  const [header, payload] = text.split(".", 2).map(peek);
  if (!header || !payload) {
    return failed(
      "form",
      "The parts of the token are not JSON.",
      "Copy the complete token; it may be truncated or changed.",
    );
  }
  const { alg } = header;
  if (refusal.code === "token_algorithm") return explainAlgorithm(alg, payload);
  const foreign = ["crit", "b64", "zip", "enc", "jku", "x5u", "jwk", "cty"].find((name) => Object.hasOwn(header, name));
  if (foreign !== undefined) {
    return failed("form", `The header has \`${foreign}\`, which is not accepted.`, "Remove it at the provider.");
  }
  return failed(
    "form",
    "The token is not a strict JWT: it has padding, a duplicate name, or too much depth or size.",
    "Copy the token exactly as the provider issued it.",
  );
}

function explainAlgorithm(alg: unknown, payload: Readonly<Record<string, unknown>>): TokenCheck {
  const { unsigned, sharedSecret } = guessPreset(payload)?.refusals ?? {};
  if (typeof alg === "string" && alg.toLowerCase() === "none") {
    return failed(
      "algorithm",
      unsigned?.message ?? "The token is unsigned (alg none).",
      unsigned?.remedy ?? "Configure the provider to sign with RS256 or ES256.",
    );
  }
  if (typeof alg === "string" && /^HS\d/.test(alg)) {
    return failed(
      "algorithm",
      `The token is signed with a shared secret (${alg}${sharedSecret?.note ?? ""}), with which every verifier could mint tokens.`,
      sharedSecret?.remedy ?? "Configure the provider to sign with RS256 or ES256.",
    );
  }
  return failed(
    "algorithm",
    `The algorithm is ${formatValue(alg)}.`,
    "Configure the provider to sign with RS256 or ES256.",
  );
}

function peek(segment: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
