import type { JWK } from "jose";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { findIdFault } from "../core/ids.ts";
import { WORKSPACE_TOKEN_TYPE } from "../core/protocol.ts";
import { createJwksCache } from "./jwks/jwks-cache.ts";
import { isSignedWith } from "./jwt/check-signature.ts";
import { checkTimes } from "./jwt/check-times.ts";
import { type ParsedJwt, parseJwt } from "./jwt/parse-jwt.ts";
import { TokenRefusal } from "./jwt/token-refusal.ts";
import { loadJwksDocument } from "./load-jwks-document.ts";
import { followRevocations, type RevocationOptions } from "./revocations/follow-revocations.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";

/** What a resource server expects of workspace tokens. */
export interface VerifyOptions {
  /** The authority's `issuer`, exactly. */
  issuer: string;
  /** Where the authority publishes its keys. Default: `<issuer>/.well-known/jwks.json`. */
  jwksUrl?: string;
  /** The keys themselves, instead of fetching them. */
  jwks?: { keys: JWK[] };
  /** Requires this `aud`. The authority's tokens carry none: leave it out for them. Default: not checked. */
  audience?: string;
  /** Requires this project. Default: any project of the issuer. */
  projectId?: string;
  /**
   * Refuses the tokens of users who were signed out, by the authority's signed list. True for the defaults of
   * {@link RevocationOptions}. Default: false, a token is good until it expires.
   */
  revocations?: boolean | RevocationOptions;
  /** The wall clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /** Fetches the keys and the list of revocations. Default: the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Verifies tokens of one authority; keeps its keys and up to 10,000 verified tokens in memory. */
export interface WorkspaceTokenVerifier {
  (token: string): Promise<VerifiedWorkspace>;
  /**
   * Applies the authority's signed list of revocations as soon as it is pushed, ahead of the next poll. Entries of earlier lists
   * stay in force.
   *
   * @param list the member `revocations` of the list's answer
   * @throws `invalid_token` when the list is not signed by the issuer; `configuration` without the option `revocations`
   */
  applyRevocations(list: string): Promise<void>;
}

/**
 * Makes a verifier. Signature, type (`aui-workspace+jwt`), issuer, `exp`, `nbf` and `iat` are checked, with 5 seconds of
 * tolerance for a token not seen before. A token signed with a key that was revoked after the token was seen passes until it expires.
 *
 * The verifier throws {@link TokenVerificationError}.
 *
 * @throws `configuration` when an option is wrong
 */
export function createWorkspaceTokenVerifier(options: VerifyOptions): WorkspaceTokenVerifier {
  const { issuer, jwks, audience, projectId, now = Date.now } = options;
  const load = jwks ? async () => jwks : loadJwksDocument(readJwksUrl(options), options.fetch);
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
    if (payload["iss"] !== issuer) throw refuse("is of another issuer");
    if (projectId !== undefined && payload["project_id"] !== projectId) throw refuse("is of another project");
    if (audience !== undefined && ![payload["aud"]].flat().includes(audience)) throw refuse("is for another audience");
    if (!(await isSignedByIssuer(jwt, kid))) throw refuse("is not signed by its issuer");
    checkTimes(payload, now());
    const claims = readClaims(payload, issuer);
    seen.add(token, claims);
    return claims;
  }

  async function verifyOnce(token: string): Promise<VerifiedWorkspace> {
    const known = typeof token === "string" ? seen.get(token, now() / 1000) : null;
    if (known !== null) return known;
    if (typeof token !== "string" || token === "")
      throw new TokenVerificationError("missing_token", "No token was sent.");
    try {
      return await verify(token);
    } catch (error) {
      throw error instanceof TokenRefusal ? translate(error) : error;
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
  if (typeof iat !== "number" || typeof exp !== "number") throw refuse("does not say when it was issued");
  return Object.freeze({
    userId: sub,
    workspaceId: workspace_id,
    projectId: project_id,
    issuer,
    issuedAt: iat,
    expiresAt: exp,
  });
}

function readJwksUrl({ issuer, jwksUrl = `${issuer}/.well-known/jwks.json` }: VerifyOptions): string {
  if (typeof issuer === "string" && issuer !== "" && URL.canParse(jwksUrl)) return jwksUrl;
  throw new AssistantCloudAuthError("configuration", "`issuer` and `jwksUrl` must be absolute URLs.", {
    remedy: "Pass the server's public base URL as `issuer`.",
  });
}

function refuse(problem: string): TokenVerificationError {
  return new TokenVerificationError("invalid_token", `The token ${problem}.`);
}

function translate(refusal: TokenRefusal): TokenVerificationError {
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
      return new TokenVerificationError("invalid_token", "The token is not a sound JWT.", { cause: refusal });
  }
}

const MAX_VERIFIERS = 100;
const verifiers = new Map<string, WorkspaceTokenVerifier>();

/**
 * Verifies a workspace token; keys are fetched once per issuer and kept, as are verified tokens. See
 * {@link createWorkspaceTokenVerifier} for what is checked.
 *
 * @param token the bare token, without `Bearer `
 * @throws {@link TokenVerificationError}, and `configuration` when an option is wrong
 */
export function verifyWorkspaceToken(token: string, options: VerifyOptions): Promise<VerifiedWorkspace> {
  // Own keys, clock or fetch: whose they are cannot be told by name, so nothing is shared.
  if (options.jwks || options.now || options.fetch) return createWorkspaceTokenVerifier(options)(token);
  const { issuer, jwksUrl, audience, projectId, revocations } = options;
  const name = JSON.stringify([issuer, jwksUrl, audience, projectId, revocations]);
  const verify = verifiers.get(name) ?? createWorkspaceTokenVerifier(options);
  if (verifiers.size >= MAX_VERIFIERS) verifiers.clear();
  verifiers.set(name, verify);
  return verify(token);
}
