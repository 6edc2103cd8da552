import { createServer } from "node:http";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { listenOnFreePort } from "../../../../test/support/listen-on-free-port.ts";
import type { TokenFixture } from "./token-fixture.ts";

const ALGORITHMS = ["RS256", "ES256", "ES384", "EdDSA"] as const;
const SECRET = new TextEncoder().encode("a shared secret of the tests, 32 bytes or more");

type Signed = Pick<TokenFixture<never>, "algorithm" | "header" | "claims">;

/** Creates one signing key per algorithm and serves their JWKS over HTTP. `sign` signs tokens with these keys. */
export async function startFixtureKeys() {
  const pairs = await Promise.all(ALGORITHMS.map((algorithm) => generateKeyPair(algorithm, { extractable: true })));
  const keys = await Promise.all(
    ALGORITHMS.map(async (alg, index) => ({
      ...(await exportJWK(pairs[index]?.publicKey as CryptoKey)),
      ...{ kid: alg, alg, use: "sig" },
    })),
  );
  const { port, close } = await listenOnFreePort(
    createServer((_request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }));
    }),
  );
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    close,
    async sign({ algorithm = "RS256", header, claims }: Signed): Promise<string> {
      if (typeof claims === "string") return claims;
      const iat = Math.floor(Date.now() / 1000);
      const key = algorithm === "HS256" ? SECRET : pairs[ALGORITHMS.indexOf(algorithm)]?.privateKey;
      return new SignJWT({ iat, exp: iat + 600, ...claims })
        .setProtectedHeader({ alg: algorithm, kid: algorithm, ...header })
        .sign(key as CryptoKey);
    },
  };
}
