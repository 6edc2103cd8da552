import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** The `aud` of the test issuer's ID tokens, unless a test overrides it. */
export const TEST_AUDIENCE = "test-app";

/** An auth provider on loopback that signs ID tokens and publishes its keys over HTTP. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /**
   * Signs an ID token (RS256) that is valid for one hour. `claims` override the token's claims; undefined removes a
   * claim.
   */
  issue(claims?: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

/** Starts a {@link TestIssuer} on a free port of 127.0.0.1. */
export async function startTestIssuer(now: () => number): Promise<TestIssuer> {
  const kid = "test-issuer-key";
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] });
  const server = createServer((request, response) => {
    if (request.url !== "/.well-known/jwks.json") response.writeHead(404).end();
    else response.writeHead(200, { "Content-Type": "application/json" }).end(jwks);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  // The server must not keep the process alive after a test run that does not close it.
  server.unref();
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    issuer,
    jwksUrl: `${issuer}/.well-known/jwks.json`,
    issue(claims = {}) {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({ iss: issuer, aud: TEST_AUDIENCE, sub: "user_test", iat, exp: iat + 3600, ...claims })
        .setProtectedHeader({ alg: "RS256", kid })
        .sign(privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
