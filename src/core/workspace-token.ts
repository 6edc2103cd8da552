import { decodeJwtPart } from "./decode-jwt-part.ts";
import { AssistantCloudAuthError } from "./errors.ts";
import { forDeveloper } from "./for-developer.ts";
import { API_KEY_PREFIX, MAX_ID_TOKEN_LENGTH, MAX_TOKEN_LENGTH } from "./protocol.ts";
import { problemOfTime } from "./time-unit.ts";

/** The claims of a workspace token. Times are in seconds since the epoch, on the server's clock. */
export interface WorkspaceTokenClaims {
  userId: string;
  workspaceId: string;
  projectId: string | null;
  issuer: string | null;
  /** Null if the token has no `iat`, or if its `iat` is not a number of seconds. */
  issuedAt: number | null;
  expiresAt: number;
}

const invalid = (message: string | undefined, remedy?: string) =>
  new AssistantCloudAuthError("invalid_token", message, { remedy });

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The remedy for a token that is too long. */
export const TRIM_CLAIMS = forDeveloper(
  "At the auth provider, leave large claims such as groups and roles out of the token.",
);

/**
 * Throws unless the value has the form of a signed JWT in compact serialization.
 *
 * @param origin the sender of the value, such as "The auth provider". The error message begins with this text.
 *   Undefined in production
 * @param longest the longest accepted length, in characters. Default: 8192
 * @throws `invalid_token` with the problem; `configuration` for an API key
 */
export function assertCompactJwt(
  token: unknown,
  origin: string | undefined,
  longest = MAX_TOKEN_LENGTH,
): asserts token is string {
  if (typeof token === "string" && token.startsWith(API_KEY_PREFIX)) {
    throw new AssistantCloudAuthError(
      "configuration",
      forDeveloper(() => `${origin} returned an API key instead of a token.`),
      {
        remedy: forDeveloper("Revoke that key now: it has reached a browser. Use API keys only on the server."),
      },
    );
  }
  if (typeof token !== "string" || token.length > longest || !COMPACT_JWS.test(token)) {
    throw invalid(
      forDeveloper(() => `${origin} returned ${problemOf(token, longest)[0]}.`),
      forDeveloper(() => problemOf(token, longest)[1]),
    );
  }
}

/** Returns the problem with a value that is not a signed JWT, and the remedy. */
function problemOf(value: unknown, longest: number): [problem: string, remedy?: string | undefined] {
  if (typeof value !== "string") return [`${value === null ? "null" : typeof value}, not a JWT`];
  if (value.length > longest) return [`${value.length} characters; a token may have ${longest}`, TRIM_CLAIMS];
  if (value.split(".").length === 5) {
    return [
      "an encrypted token (JWE), which only its issuer can read",
      "Ask the provider for an ID token, or for an access token with an audience.",
    ];
  }
  return [
    `${value === "" ? "an empty string" : "an opaque value"}, not a JWT`,
    "Return a JWT: the bare token, with no quotes, HTML or JSON around it.",
  ];
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
// 8.64e12 seconds is the latest time that a Date can represent.
const seconds = (value: unknown, latest = 8.64e12) =>
  typeof value === "number" && value > 0 && value <= latest ? value : null;

/**
 * Returns the claims of any JWT. The function checks neither the signature nor the times.
 *
 * @param origin the sender of the value, such as "The auth provider". The error message begins with this text.
 *   Undefined in production
 * @param longest the longest accepted length, in characters. Default: 32,754, the limit for an ID token in an exchange
 * @throws `invalid_token` with the problem; `configuration` for an API key
 */
export function decodeClaims(
  token: unknown,
  origin: string | undefined,
  longest = MAX_ID_TOKEN_LENGTH,
): Readonly<Record<string, unknown>> {
  assertCompactJwt(token, origin, longest);
  try {
    return decodeJwtPart(token, 1);
  } catch {
    // The parser's message would quote the payload, so pass no `cause`.
    throw invalid(forDeveloper(() => `${origin} returned a JWT whose payload cannot be read.`));
  }
}

/**
 * Returns the claims of a workspace token. The function does not verify the signature, because resource servers verify
 * it.
 *
 * @param origin the sender of the value, such as "The auth provider". The error message begins with this text.
 *   Undefined in production
 * @throws `invalid_token` with the problem, such as a missing claim; `configuration` for an API key
 */
export function decodeWorkspaceToken(token: unknown, origin: string | undefined): WorkspaceTokenClaims {
  const payload = decodeClaims(token, origin, MAX_TOKEN_LENGTH);
  const userId = text(payload["sub"]);
  const workspaceId = text(payload["workspace_id"]);
  const expiresAt = seconds(payload["exp"]);
  if (expiresAt === null) {
    throw invalid(
      forDeveloper(() => {
        const problem = problemOfTime(payload, "exp");
        return `${origin} returned a JWT ${problem === null ? 'without a numeric "exp" claim' : `whose ${problem}`}.`;
      }),
      forDeveloper('Set "exp" to a number of seconds since the epoch (RFC 7519).'),
    );
  }
  if (userId === null || workspaceId === null) {
    throw invalid(
      forDeveloper(() => `${origin} returned a JWT without "sub" and "workspace_id": not a workspace token.`),
      forDeveloper("If this is your auth provider's token, pass it with providerTokenSource()."),
    );
  }
  return {
    userId,
    workspaceId,
    projectId: text(payload["project_id"]),
    issuer: text(payload["iss"]),
    // A token that is issued after its expiry has its `iat` in another unit.
    issuedAt: seconds(payload["iat"], expiresAt),
    expiresAt,
  };
}
