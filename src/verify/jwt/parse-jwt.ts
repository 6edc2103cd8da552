import { MAX_TOKEN_LENGTH } from "../../core/protocol.ts";
import { hasJsonFault } from "./has-json-fault.ts";
import { jwsSchemes } from "./jws-scheme.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** A well-formed JWT. Its signature and claims are not checked. */
export interface ParsedJwt {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly algorithm: string;
}

/** The names of the algorithms that an auth provider may use to sign its tokens. */
export const PROVIDER_ALGORITHMS: readonly string[] = [...jwsSchemes.keys()];

// Header members that change how a token is read, or that refer to keys other than those of the expected issuer.
const REFUSED_HEADERS = ["crit", "b64", "zip", "enc", "jku", "x5u", "jwk"];

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Parses a JWT strictly, before the signature check. Checks the length, the three parts, base64url, UTF-8, duplicate
 * names, nesting depth, algorithm and header members. These checks are stricter than those of jose, so that each token
 * has one valid encoding and all parsers read the same claims.
 *
 * @param longest the longest accepted length, in characters. Default: 8192, which fits into an HTTP header
 * @throws {@link TokenRefusal} `token_malformed`, `token_algorithm` or `token_invalid`
 */
export function parseJwt(text: string, longest = MAX_TOKEN_LENGTH): ParsedJwt {
  if (text.length > longest) throw new TokenRefusal("token_malformed");
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(text);
  if (!parts) throw new TokenRefusal("token_malformed");
  const header = readObject(parts[1] ?? "");
  const payload = readObject(parts[2] ?? "");
  const { alg } = header;
  if (typeof alg !== "string" || !jwsSchemes.has(alg)) throw new TokenRefusal("token_algorithm");
  if (!isCanonical(parts[3] ?? "")) throw new TokenRefusal("token_malformed");
  const { typ, cty } = header;
  if (cty !== undefined || (typ !== undefined && typeof typ !== "string")) throw new TokenRefusal("token_malformed");
  if (REFUSED_HEADERS.some((name) => Object.hasOwn(header, name)) || parts[3] === "")
    throw new TokenRefusal("token_invalid");
  return { text, header, payload, algorithm: alg };
}

function readObject(segment: string): Record<string, unknown> {
  if (!isCanonical(segment)) throw new TokenRefusal("token_malformed");
  const bytes = Buffer.from(segment, "base64url");
  let value: unknown;
  try {
    let json = bytes.toString();
    // `toString()` replaces invalid UTF-8 with U+FFFD. The strict decoder is slow, so run it only if the text contains
    // this character.
    if (json.includes("\uFFFD")) json = decoder.decode(bytes);
    value = JSON.parse(json);
    if (hasJsonFault(json)) throw new TokenRefusal("token_malformed");
  } catch {
    throw new TokenRefusal("token_malformed");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TokenRefusal("token_malformed");
  return value as Record<string, unknown>;
}

/**
 * Returns whether a base64url text has a valid length and no unused bit that is 1 (RFC 4648 §3.5). Only the last
 * character can have unused bits. If these bits could be 1, several texts would decode to the same bytes.
 */
function isCanonical(segment: string): boolean {
  const last = segment.at(-1) ?? "";
  switch (segment.length % 4) {
    case 0:
      return true;
    case 2:
      return "AQgw".includes(last);
    case 3:
      return "AEIMQUYcgkosw048".includes(last);
    default:
      return false;
  }
}
