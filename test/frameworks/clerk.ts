import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createClerkTokenRoute } from "../examples/frameworks/clerk/create-clerk-token-route.ts";
import { createClerkSessionReader } from "../examples/frameworks/clerk/read-clerk-session.ts";
import { type Recipe, type RunningApp, serveFetch } from "./running-app.ts";

const kid = "ins_key";
const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
let issuer = "";

/** The parameters of {@link clerkCookie}. Each parameter has a valid default. */
export interface ClerkClaims {
  orgId?: string | null;
  userId?: string;
  azp?: string;
  version?: 1 | 2;
  expiresIn?: string;
  key?: CryptoKey;
}

/** Returns the `Cookie` header of a user who is signed in to Clerk. The header contains a Clerk session token. */
export async function clerkCookie(claims: ClerkClaims = {}): Promise<string> {
  const { orgId = "org_1", userId = "user_1", version = 2, expiresIn = "1m" } = claims;
  const organization = version === 2 ? { o: { id: orgId, rol: "admin", slg: "acme" } } : { org_id: orgId };
  const token = await new SignJWT({
    v: version,
    sid: "sess_1",
    azp: claims.azp ?? "https://app.example.com",
    fva: [0, -1],
    sts: "active",
    ...(orgId === null ? {} : organization),
  })
    .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
    .setIssuer(issuer)
    .setSubject(userId)
    .setIssuedAt()
    .setNotBefore("0s")
    .setExpirationTime(expiresIn)
    .sign(claims.key ?? privateKey);
  return `__client_uat=1; __session=${token}`;
}

/** Starts a server that publishes a JWKS, as Clerk's Frontend API does. */
export async function startClerk(): Promise<RunningApp> {
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] };
  const frontendApi = await serveFetch(() => Response.json(jwks));
  issuer = new URL(frontendApi.route).origin;
  return frontendApi;
}

export const readerOptions = () => ({ issuer, authorizedParties: ["https://app.example.com"] });

/** The example token route for Clerk. It verifies Clerk's session tokens with a JWKS that it fetches over HTTP. */
export const clerk: Recipe = {
  name: "Clerk",
  cookie: (orgId, userId) => clerkCookie({ orgId, userId }),
  async start() {
    const frontendApi = await startClerk();
    const app = await serveFetch(createClerkTokenRoute(createClerkSessionReader(readerOptions())));
    return {
      route: app.route,
      async close() {
        await app.close();
        await frontendApi.close();
      },
    };
  },
};
