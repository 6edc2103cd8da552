import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export const issuer = "https://auth.example.com";

/**
 * Creates an issuer's key pair. Returns the public JWK and a function that signs workspace tokens.
 * @param now returns the issue time of a token, in milliseconds since the epoch
 */
export async function createTokenSigner(now: () => number) {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const bare = await exportJWK(publicKey);
  const jwk: JWK = { ...bare, kid: await calculateJwkThumbprint(bare), alg: "ES256", use: "sig" };
  return {
    jwk,
    sign(claims: Record<string, unknown> = {}): Promise<string> {
      const iat = Math.floor(now() / 1000);
      const names = { sub: "user-1", workspace_id: "workspace-1", project_id: "default", iss: issuer };
      return new SignJWT({ ...names, iat, nbf: iat - 10, exp: iat + 300, ...claims })
        .setProtectedHeader({ typ: "aui-workspace+jwt", alg: "ES256", kid: jwk.kid ?? "" })
        .sign(privateKey);
    },
  };
}
