import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { listenOn } from "./listen.ts";
import { reportReady } from "./report.ts";

// Serves the client-credentials grant of `oidc-provider`, a certified OpenID provider. Its access tokens are JWTs (RFC
// 9068).
const { privateKey } = await generateKeyPair("ES256", { extractable: true });
const resource = "https://api.example.com";
const server = createServer();
const url = await listenOn(server);
const provider = new Provider(url, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "key", alg: "ES256", use: "sig" }] },
  clients: [
    {
      client_id: "backend",
      client_secret: "secret-of-the-benchmark-0123456789",
      id_token_signed_response_alg: "ES256",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ],
  cookies: { keys: ["unused-in-this-grant"] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => ({
        scope: "",
        accessTokenFormat: "jwt",
        accessTokenTTL: 300,
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
});
server.on("request", provider.callback());
reportReady({ url, credentials: Buffer.from("backend:secret-of-the-benchmark-0123456789").toString("base64") });
