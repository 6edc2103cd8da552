import { createServer, type RequestListener } from "node:http";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";

/** An auth provider with one key. The provider serves its JWKS over HTTP on a loopback address. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly fetches: () => number;
  /** The handler of the JWKS endpoint; `null` to respond with the provider's own key. */
  answer: RequestListener | null;
  /**
   * Signs a token with default values of iss, aud, sub, iat and exp. `claims` adds or replaces claims. The token does
   * not contain a claim whose value in `claims` is undefined.
   */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export const AUDIENCE = "app-1";

export async function startIssuer(options: { algorithm?: string; now?: () => number } = {}): Promise<TestIssuer> {
  const { algorithm = "RS256", now = Date.now } = options;
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const kid = "provider-key-1";
  const publicJwk: JWK = { ...(await exportJWK(pair.publicKey)), kid, alg: algorithm, use: "sig" };
  let fetches = 0;
  const server = createServer((request, response) => {
    fetches++;
    if (state.answer) return state.answer(request, response);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [publicJwk] }));
    return undefined;
  });
  const { port, close } = await listenOnFreePort(server);
  const issuer = `http://127.0.0.1:${port}/`;
  const state: TestIssuer = {
    issuer,
    jwksUrl: `${issuer}jwks`,
    kid,
    privateKey: pair.privateKey,
    publicJwk,
    fetches: () => fetches,
    answer: null,
    close,
    sign(claims = {}, header = {}) {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({ iss: issuer, aud: AUDIENCE, sub: "user-1", iat, exp: iat + 600, ...claims })
        .setProtectedHeader({ alg: algorithm, kid, ...header })
        .sign(pair.privateKey);
    },
  };
  return state;
}
