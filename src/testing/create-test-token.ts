import type { CryptoKey, JSONWebKeySet } from "jose";
import { WORKSPACE_TOKEN_LIFETIME_SECONDS, WORKSPACE_TOKEN_NOT_BEFORE_SECONDS } from "../core/protocol.ts";

/** The claims of a test token. */
export interface TestTokenOptions {
  /** Claim `sub`. Default: `user_test`. */
  userId?: string;
  /** Claim `workspace_id`. Default: the user id. */
  workspaceId?: string;
  /** Claim `project_id`. Default: `proj_test`. */
  projectId?: string;
  /** Claim `iss`. Default: `https://proj-test.assistant-api.com`. */
  issuer?: string;
  /** Claim `iat`, rounded down to seconds. Claim `nbf` is ten seconds earlier. Default: now, on the local clock. */
  issuedAt?: Date;
  /** Claim `exp`, rounded down to seconds. Default: 300 seconds after `issuedAt`. */
  expiresAt?: Date;
  /** Further claims, which override the claims above. A claim that is undefined is left out. Default: none. */
  claims?: Record<string, unknown>;
}

interface TestKey {
  kid: string;
  privateKey: CryptoKey;
  jwks: JSONWebKeySet;
}

/**
 * Loads jose when a test first creates a token or reads the JWKS. In some environments, such as Jest's jsdom, jose
 * cannot load. The other exports of `assistant-cloud-auth/testing` work there too.
 */
const importJose = () => import("jose");

let testKey: Promise<TestKey> | undefined;

function getTestKey(): Promise<TestKey> {
  testKey ??= generateTestKey();
  return testKey;
}

async function generateTestKey(): Promise<TestKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await importJose();
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, jwks: { keys: [{ ...jwk, kid, alg: "ES256", use: "sig" }] } };
}

/**
 * Returns a workspace token with an ES256 signature. The first call generates the key pair, which stays in memory.
 * {@link getTestJwks} returns the public key. The claims are not validated, so tests can create invalid tokens.
 *
 * @param options the token's claims
 */
export async function createTestToken(options: TestTokenOptions = {}): Promise<string> {
  const {
    userId = "user_test",
    workspaceId = userId,
    projectId = "proj_test",
    issuer = "https://proj-test.assistant-api.com",
    issuedAt = new Date(),
    expiresAt = new Date(issuedAt.getTime() + WORKSPACE_TOKEN_LIFETIME_SECONDS * 1000),
    claims = {},
  } = options;
  const { kid, privateKey } = await getTestKey();
  const { SignJWT } = await importJose();
  const iat = Math.floor(issuedAt.getTime() / 1000);
  return new SignJWT({
    sub: userId,
    workspace_id: workspaceId,
    project_id: projectId,
    iss: issuer,
    iat,
    nbf: iat - WORKSPACE_TOKEN_NOT_BEFORE_SECONDS,
    exp: Math.floor(expiresAt.getTime() / 1000),
    ...claims,
  })
    .setProtectedHeader({ typ: "aui-workspace+jwt", alg: "ES256", kid })
    .sign(privateKey);
}

/** Returns the JWKS (RFC 7517) that verifies the tokens of {@link createTestToken} in this process. */
export async function getTestJwks(): Promise<JSONWebKeySet> {
  return (await getTestKey()).jwks;
}
