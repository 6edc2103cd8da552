import { AssistantCloudAuthError } from "../core/errors.ts";
import { findIdFault } from "../core/ids.ts";
import { WORKSPACE_TOKEN_TYPE } from "../core/protocol.ts";
import { createJwksCache } from "./jwks/jwks-cache.ts";
import { isSignedWith } from "./jwt/check-signature.ts";
import { checkTimes } from "./jwt/check-times.ts";
import { type ParsedJwt, parseJwt } from "./jwt/parse-jwt.ts";
import { TokenRefusal } from "./jwt/token-refusal.ts";
import { loadJwksDocument } from "./load-jwks-document.ts";
import { followRevocations } from "./revocations/follow-revocations.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import { assertVerifyOptions, type VerifyOptions } from "./verify-options.ts";

/** Verifies the tokens of one authority. It caches the authority's keys and up to 10,000 verified tokens in memory. */
export interface WorkspaceTokenVerifier {
  /**
   * Verifies a token and returns its claims.
   *
   * @param token the bare token, without `Bearer `
   * @throws {@link TokenVerificationError}
   */
  (token: string): Promise<VerifiedWorkspace>;
  /**
   * Applies a list of revocations that the app has received, without waiting for the next poll. Entries of earlier
   * lists stay in force.
   *
   * @param list the signed list: the property `revocations` of the JSON at the list's URL
   * @throws `invalid_token` when the list is malformed, belongs to another project, or is not signed by the issuer;
   *   `keys_unavailable` when the issuer's keys cannot be fetched; `configuration` without the option `revocations`
   */
  applyRevocations(list: string): Promise<void>;
}

/**
 * Creates a verifier of workspace tokens. The verifier checks the signature, the type (`aui-workspace+jwt`) and the
 * issuer. If the options name a project or an audience, the verifier checks these too. It checks `exp`, `nbf` and `iat`
 * with a tolerance of 5 seconds. It caches verified tokens and accepts a cached token until `exp`, even if the issuer
 * removes the signing key in the meantime. The option `revocations` applies to cached tokens too.
 *
 * @param options the issuer and other requirements
 * @throws `configuration` for an invalid option
 */
export function createWorkspaceTokenVerifier(options: VerifyOptions): WorkspaceTokenVerifier {
  assertVerifyOptions(options);
  const { issuer, jwks, audience, projectId, now = Date.now } = options;
  const load = jwks
    ? async () => jwks
    : loadJwksDocument(options.jwksUrl ?? `${issuer}/.well-known/jwks.json`, options.fetch);
  const keys = createJwksCache(load, now);
  const seen = createVerifiedTokens();
  const followed = options.revocations === true ? {} : options.revocations || null;
  const follower =
    followed &&
    followRevocations({
      options: followed,
      issuer,
      projectId,
      isSignedByIssuer,
      fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
      now,
    });

  async function isSignedByIssuer(jwt: ParsedJwt, kid: string): Promise<boolean> {
    for (const key of await keys.find(kid, jwt.algorithm)) {
      if (await isSignedWith(jwt, key)) return true;
    }
    return false;
  }

  async function verify(token: string): Promise<VerifiedWorkspace> {
    const jwt = parseJwt(token);
    const { kid, typ } = jwt.header;
    const { payload } = jwt;
    if (typ !== WORKSPACE_TOKEN_TYPE || typeof kid !== "string") throw refuse("is not a workspace token");
    if (payload["iss"] !== issuer) throw refuse("comes from another issuer");
    if (projectId !== undefined && payload["project_id"] !== projectId) throw refuse("belongs to another project");
    if (audience !== undefined && ![payload["aud"]].flat().includes(audience)) throw refuse("is for another audience");
    if (!(await isSignedByIssuer(jwt, kid))) throw refuse("is not signed by its issuer");
    checkTimes(payload, now());
    const claims = readClaims(payload, issuer);
    seen.add(token, claims);
    return claims;
  }

  async function verifyOnce(token: string): Promise<VerifiedWorkspace> {
    const cached = typeof token === "string" ? seen.get(token, now() / 1000) : null;
    if (cached !== null) return cached;
    if (typeof token !== "string" || token === "")
      throw new TokenVerificationError("missing_token", "No token was sent.");
    try {
      return await verify(token);
    } catch (error) {
      throw error instanceof TokenRefusal ? toVerificationError(error) : error;
    }
  }

  return Object.assign(
    async (token: string) => {
      const workspace = await verifyOnce(token);
      await follower?.check(workspace);
      return workspace;
    },
    {
      async applyRevocations(list: string) {
        if (follower) return follower.apply(list);
        throw new AssistantCloudAuthError("configuration", "The verifier does not follow revocations.", {
          remedy: "Pass `revocations: true` to createWorkspaceTokenVerifier().",
        });
      },
    },
  );
}

function readClaims(payload: Readonly<Record<string, unknown>>, issuer: string): VerifiedWorkspace {
  const { sub, workspace_id, project_id, iat, exp } = payload;
  const isId = (value: unknown): value is string => findIdFault(value) === null;
  if (!isId(sub) || !isId(workspace_id) || !isId(project_id)) throw refuse("does not name user, workspace and project");
  if (typeof iat !== "number" || typeof exp !== "number") throw refuse("has no time of issue or expiry");
  return Object.freeze({
    userId: sub,
    workspaceId: workspace_id,
    projectId: project_id,
    issuer,
    issuedAt: iat,
    expiresAt: exp,
  });
}

function refuse(problem: string): TokenVerificationError {
  return new TokenVerificationError("invalid_token", `The token ${problem}.`);
}

function toVerificationError(refusal: TokenRefusal): TokenVerificationError {
  switch (refusal.code) {
    case "token_expired":
      return new TokenVerificationError("expired_token", "The token has expired.");
    case "token_not_yet_valid":
      return new TokenVerificationError("not_yet_valid", "The token is not yet valid.");
    case "jwks_unavailable":
      return new TokenVerificationError("keys_unavailable", "The issuer's keys cannot be fetched.", { cause: refusal });
    case "token_key_not_known_yet":
      return new TokenVerificationError("keys_unavailable", "The token's key is not known yet.", { cause: refusal });
    default:
      return new TokenVerificationError("invalid_token", "The token is not a valid JWT.", { cause: refusal });
  }
}

const MAX_VERIFIERS = 100;
const verifiers = new Map<string, WorkspaceTokenVerifier>();

/**
 * Verifies a workspace token and returns its claims. Calls with the same options share a verifier and the verifier's
 * caches. A call with `jwks`, `now` or `fetch` has its own verifier. See {@link createWorkspaceTokenVerifier} for the
 * checks.
 *
 * @param token the bare token, without `Bearer `
 * @param options the issuer and other requirements
 * @throws {@link TokenVerificationError}, and `configuration` for an invalid option
 */
export async function verifyWorkspaceToken(token: string, options: VerifyOptions): Promise<VerifiedWorkspace> {
  assertVerifyOptions(options);
  // Keys, a clock or a fetch function cannot be part of a cache key, so a call with one of them creates its own
  // verifier.
  if (options.jwks || options.now || options.fetch) return createWorkspaceTokenVerifier(options)(token);
  const { issuer, jwksUrl, audience, projectId, revocations } = options;
  const cacheKey = JSON.stringify([issuer, jwksUrl, audience, projectId, revocations]);
  const verify = verifiers.get(cacheKey) ?? createWorkspaceTokenVerifier(options);
  if (verifiers.size >= MAX_VERIFIERS) verifiers.clear();
  verifiers.set(cacheKey, verify);
  return verify(token);
}
