import { API_KEY_PREFIX, MAX_TOKEN_LENGTH } from "../../../src/core/protocol.ts";
import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { guessProvider } from "./guess-provider.ts";
import { show } from "./show.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

/** Reads a token as the exchange does; where that refuses it, says what it is instead. */
export function explainForm(text: string): { jwt: ParsedJwt | null; check: TokenCheck } {
  const strange = findOtherKind(text);
  if (strange !== null) return { jwt: null, check: strange };
  try {
    return { jwt: parseJwt(text), check: passed("form", "It is a signed JWT.") };
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
  if (text.startsWith("ya29.")) {
    return fail(
      "It is a Google access token, which is opaque: only Google can read it.",
      "Send the ID token: the `credential` that Google Sign-In hands over.",
    );
  }
  if (text.length > MAX_TOKEN_LENGTH) {
    return fail(`It has more than ${MAX_TOKEN_LENGTH} characters.`, "Have the provider leave large claims out.");
  }
  const parts = text.split(".").length;
  if (parts === 5) {
    return fail(
      "It is encrypted (JWE): only its issuer can read it.",
      "Auth0: ask for an `audience`. Auth.js: its session is encrypted always, so mint tokens on your server (backend).",
    );
  }
  if (parts !== 3) {
    return fail(
      "It is opaque: not a JWT, so only its issuer can read it.",
      "Ask the provider for a JWT: Auth0 and Kinde want an `audience`, Logto a `resource`; or send the ID token.",
    );
  }
  return null;
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
  const provider = guessProvider(payload);
  if (typeof alg === "string" && alg.toLowerCase() === "none") {
    const isFirebase = provider === "firebase";
    return failed(
      "algorithm",
      isFirebase ? "It is an unsigned token of the Firebase emulator (alg none)." : "It is unsigned (alg none).",
      isFirebase
        ? "Sign in at the real project; unsigned tokens are never accepted."
        : "Have the provider sign it with RS256 or ES256.",
    );
  }
  if (typeof alg === "string" && /^HS\d/.test(alg)) {
    const remedies: Readonly<Record<string, string>> = {
      supabase:
        "Migrate the project to asymmetric JWT signing keys (ES256) in Supabase's settings; with the legacy secret it publishes no key.",
      auth0: "Set the API's (or application's) signing algorithm to RS256 in Auth0.",
    };
    return failed(
      "algorithm",
      `It is signed with a shared secret (${alg}${provider === "supabase" ? ", Supabase's legacy way" : ""}), with which every verifier could mint.`,
      remedies[provider ?? ""] ?? "Have the provider sign with RS256 or ES256.",
    );
  }
  return failed("algorithm", `Its algorithm is ${show(alg)}.`, "Have the provider sign with RS256 or ES256.");
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
