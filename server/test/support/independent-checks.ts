import { AUDIENCE } from "./start-issuer.ts";

/**
 * The issuer and key id that a valid token must have, and the current time in seconds. The checks of tokens and ids in
 * this file share no code with server/src.
 */
export interface Expected {
  issuer: string;
  kid: string;
  seconds: number;
}

function isBlankOrHidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isNone = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
  const isFiller = [0x2800, 0x1d159, 0x16fe4].includes(code) || /\p{DI}/u.test(character);
  return isNone || isFiller || (/^[\s\p{C}\p{Z}]$/u.test(character) && !/^[\p{Co}\p{Cn}]$/u.test(character));
}

const isMissing = (part: string) => ["undefined", "null", "NaN"].includes(part);

/**
 * Returns whether an id is valid. A valid id has 1 to 255 characters, is normalized and is not reserved. It contains no
 * space, no hidden character and no stringified missing value, such as `undefined`.
 */
export function isValidId(id: unknown): id is string {
  if (typeof id !== "string") return false;
  const characters = Array.from(id);
  const isTaken = id.slice(0, 9) === "usr_anon_" || id === "usr_deleted" || id === "__SYSTEM__" || id === "__OTLP__";
  if (id.split(/[:/|,;#.]/).some(isMissing)) return false;
  const { length } = characters;
  return length >= 1 && length <= 255 && !characters.some(isBlankOrHidden) && id === id.normalize() && !isTaken;
}

/**
 * Returns whether the server must accept a token with this header and these claims, if the token's signature is valid.
 */
export function isValidToken(header: object, claims: object, { issuer, kid, seconds }: Expected): boolean {
  // A decoded token has no undefined members, so remove them.
  const head: Record<string, unknown> = JSON.parse(JSON.stringify(header));
  const body: Record<string, unknown> = JSON.parse(JSON.stringify(claims));
  const steers = ["crit", "b64", "zip", "enc", "jku", "x5u", "jwk", "cty"].some((name) => name in head);
  const isTyped = !("typ" in head) || typeof head["typ"] === "string";
  const time = (name: string, otherwise: number) => (Object.hasOwn(body, name) ? body[name] : otherwise);
  const isTime = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 2 ** 53 - 1;
  const [exp, iat, nbf] = [body["exp"], time("iat", seconds), time("nbf", 0)];
  if (!isTime(exp) || !isTime(iat) || !isTime(nbf)) return false;
  return (
    head["alg"] === "RS256" &&
    head["kid"] === kid &&
    !steers &&
    isTyped &&
    body["iss"] === issuer &&
    (body["aud"] === AUDIENCE || (Array.isArray(body["aud"]) && body["aud"].includes(AUDIENCE))) &&
    seconds < exp + 5 &&
    iat - 5 <= seconds &&
    nbf - 5 <= seconds &&
    exp <= iat + 86_400 &&
    isValidId(body["sub"])
  );
}
