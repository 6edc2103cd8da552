import {
  API_KEY_PREFIX,
  MAX_ID_TOKEN_LENGTH,
  MAX_TOKEN_LENGTH,
  readBearer,
  USER_ID_HEADER,
  WORKSPACE_ID_HEADER,
} from "../../../src/core/protocol.ts";
import { type ParsedJwt, parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { type PlainRefusalCode, Refusal } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { Revocations } from "../revocations/revocations.ts";
import type { RuleStore } from "../rules/rule-store.ts";
import { verifyProviderToken } from "../rules/verify-provider-token.ts";
import type { OwnTokens } from "../signing/own-tokens.ts";
import { decideWorkspace } from "./decide-workspace.ts";
import type { Principal, PrincipalKind } from "./principal.ts";

/** The dependencies of {@link authenticate}. */
export interface Verifiers {
  settings: AuthoritySettings;
  keys: ApiKeys;
  rules: RuleStore;
  ownTokens: OwnTokens;
  revocations: Pick<Revocations, "live">;
  limits: RateLimits;
}

type Credential =
  | { readonly kind: "apiKey"; readonly key: string }
  | { readonly kind: "provider" | "workspace"; readonly jwt: ParsedJwt };

/** The kinds of callers that a route accepts, and the refusal code for callers of any other kind. */
export interface Admission {
  readonly kinds: readonly PrincipalKind[];
  readonly refusal: PlainRefusalCode;
}

/**
 * Authenticates the caller of a request and returns the caller. Reads the credential from the `Authorization` header,
 * or from `bodyToken` if it is defined. Never reads a credential from the query.
 *
 * @param address returns the caller's IP address; called only if an API key must be looked up in the database
 * @param admission the kinds of callers that the route accepts
 * @param bodyToken the ID token from the body of an exchange request
 */
export async function authenticate(
  headers: Headers,
  address: () => string | null,
  admission: Admission,
  verifiers: Verifiers,
  bodyToken?: string,
): Promise<Principal> {
  const { ownTokens } = verifiers;
  const value = bodyToken ?? readAuthorization(headers);
  const cachedClaims = admission.kinds.includes("workspace") ? ownTokens.getCached(value) : null;
  if (cachedClaims !== null) return { kind: "workspace", claims: cachedClaims };
  const credential = readCredential(
    value,
    verifiers.settings.issuer,
    bodyToken === undefined ? MAX_TOKEN_LENGTH : MAX_ID_TOKEN_LENGTH,
  );
  if (!admission.kinds.includes(credential.kind)) throw new Refusal(admission.refusal);
  switch (credential.kind) {
    case "apiKey": {
      if (headers.has("Origin")) throw new Refusal("api_key_in_browser");
      const { keys, limits } = verifiers;
      const { key } = credential;
      const keyId = keys.getCached(key) ?? (await limits.keyCheck(address(), () => keys.check(key)));
      const read = (name: string) => headers.get(name) ?? undefined;
      return { kind: "apiKey", keyId, userId: read(USER_ID_HEADER), workspaceId: read(WORKSPACE_ID_HEADER) };
    }
    case "provider": {
      const { jwt } = credential;
      const rule = await verifyProviderToken(jwt, await verifiers.rules.live(), verifiers.settings.now());
      return { kind: "provider", rule, claims: jwt.payload };
    }
    case "workspace":
      await ownTokens.verify(credential.jwt);
      return { kind: "workspace", claims: credential.jwt.payload };
    default:
      return credential satisfies never;
  }
}

/**
 * Rejects a provider's ID token if the token was issued before a revocation of the token's user, workspace or project.
 * Does nothing for other callers. For a workspace token, `authenticate` has already checked the revocations.
 *
 * @throws `token_revoked`, and the refusals of {@link decideWorkspace}
 */
export async function checkRevocation(principal: Principal, { revocations }: Verifiers): Promise<void> {
  if (principal.kind !== "provider") return;
  (await revocations.live()).checkIdToken(decideWorkspace(principal), principal.claims["iat"]);
}

function readAuthorization(headers: Headers): string {
  const header = headers.get("Authorization");
  if (header === null) throw new Refusal("authorization_missing");
  const value = readBearer(header);
  if (value === null) throw new Refusal("authorization_malformed");
  return value;
}

/**
 * Parses a credential. Checks whether it is an API key, then a workspace token of this authority, then a provider's
 * token. The hosted cloud uses the same order.
 */
function readCredential(value: string, issuer: string, longest: number): Credential {
  if (value.startsWith(API_KEY_PREFIX)) return { kind: "apiKey", key: value };
  if (value.length > longest) throw new TokenRefusal("token_malformed");
  if (!value.includes(".")) throw new Refusal("authorization_unsupported");
  const jwt = parseJwt(value, longest);
  // An auth rule must never accept a workspace token of this authority, so the token's issuer is checked first.
  return { kind: jwt.payload["iss"] === issuer ? "workspace" : "provider", jwt };
}
