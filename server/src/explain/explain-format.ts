import { API_KEY_PREFIX, MAX_ID_TOKEN_LENGTH } from "../../../src/core/protocol.ts";
import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import type { Preset } from "../rules/presets/preset.ts";
import { guessPreset, presets } from "../rules/presets/presets.ts";
import { formatValue } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

const known = Object.values<Preset>(presets).flatMap(({ title, refusals }) =>
  refusals ? [{ title, ...refusals }] : [],
);

/** Reads a token as the exchange does; where that refuses it, says what it is instead. */
export function explainFormat(text: string): { jwt: ParsedJwt | null; check: TokenCheck } {
  const strange = findOtherKind(text);
  if (strange !== null) return { jwt: null, check: strange };
  try {
    return { jwt: parseJwt(text, MAX_ID_TOKEN_LENGTH), check: passed("form", "It is a signed JWT.") };
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error;
    return { jwt: null, check: explainRefusal(text, error) };
  }
}

function findOtherKind(text: string): TokenCheck | null {
  const fail = (message: string, remedy: string) => failed("form", message, remedy);
  if (text === "") return fail("Nothing was given.", "Paste a token of your auth provider.");
  if (/^["'`]|["'`]$/.test(text)) return fail("There are quotation marks around it.", "Paste the token alone.");
  if (/^Bearer\s/i.test(text)) return fail('It begins with "Bearer".', "Paste the token alone.");
  if (/\s/.test(text)) return fail("There are blanks in it.", "Paste the token alone, in one piece.");
  if (text.startsWith(API_KEY_PREFIX)) {
    return fail(
      "It is an API key of this cloud, not a provider's token.",
      "Keep it on the server; revoke it if shown.",
    );
  }
  if (text.startsWith("refresh_0")) {
    return fail("It is a visitor's refresh token.", "Paste an ID or access token of your auth provider.");
  }
  const own = known.find(({ opaque }) => opaque && text.startsWith(opaque.prefix))?.opaque;
  if (own !== undefined) return fail(own.message, own.remedy);
  if (text.length > MAX_ID_TOKEN_LENGTH) {
    return fail(`It has more than ${MAX_ID_TOKEN_LENGTH} characters.`, "Have the provider leave large claims out.");
  }
  const parts = text.split(".").length;
  if (parts === 5) {
    return fail(
      "It is encrypted (JWE): only its issuer can read it.",
      `${askForJwt()} Auth.js sessions are always encrypted: mint tokens on your server (backend).`,
    );
  }
  if (parts !== 3) {
    return fail("It is opaque: not a JWT, so only its issuer can read it.", askForJwt());
  }
  return null;
}

function askForJwt(): string {
  const needs = known.flatMap(({ title, opaqueWithout: need }) => (need ? [`${title}: \`${need}\``] : []));
  return `Request a JWT from the provider (${needs.join(", ")}), or send the ID token.`;
}

/** Only for the message: what is read here has passed no check. */
function explainRefusal(text: string, refusal: TokenRefusal): TokenCheck {
  const [header, payload] = text.split(".", 2).map(peek);
  if (!header || !payload) {
    return failed("form", "Its parts are not JSON.", "Copy the whole token; it may have been cut or changed.");
  }
  const { alg } = header;
  if (refusal.code === "token_algorithm") return explainAlgorithm(alg, payload);
  const foreign = ["crit", "b64", "zip", "enc", "jku", "x5u", "jwk", "cty"].find((name) => Object.hasOwn(header, name));
  if (foreign !== undefined) {
    return failed("form", `Its header has \`${foreign}\`, which is refused.`, "Have the provider leave it out.");
  }
  return failed(
    "form",
    "It is not in the one strict spelling of a JWT: padding, a name twice, or too deep or large.",
    "Copy the token as the provider gave it.",
  );
}

function explainAlgorithm(alg: unknown, payload: Readonly<Record<string, unknown>>): TokenCheck {
  const { unsigned, sharedSecret } = guessPreset(payload)?.refusals ?? {};
  if (typeof alg === "string" && alg.toLowerCase() === "none") {
    return failed(
      "algorithm",
      unsigned?.message ?? "It is unsigned (alg none).",
      unsigned?.remedy ?? "Have the provider sign it with RS256 or ES256.",
    );
  }
  if (typeof alg === "string" && /^HS\d/.test(alg)) {
    return failed(
      "algorithm",
      `It is signed with a shared secret (${alg}${sharedSecret?.note ?? ""}), with which every verifier could mint.`,
      sharedSecret?.remedy ?? "Have the provider sign with RS256 or ES256.",
    );
  }
  return failed("algorithm", `Its algorithm is ${formatValue(alg)}.`, "Have the provider sign with RS256 or ES256.");
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
