import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";

/** Returns a function that only signs a token. The token has the claims and the algorithm of a workspace token. */
export async function createBareSigner(): Promise<(userId: string, workspaceId: string) => Promise<string>> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  return (userId, workspaceId) => {
    const iat = Math.floor(Date.now() / 1000);
    return new SignJWT({
      sub: userId,
      workspace_id: workspaceId,
      project_id: "default",
      iss: "https://auth.example.com",
      iat,
      nbf: iat - 10,
      exp: iat + 300,
    })
      .setProtectedHeader({ typ: "aui-workspace+jwt", alg: "ES256", kid })
      .sign(privateKey);
  };
}
