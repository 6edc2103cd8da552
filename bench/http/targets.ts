import { EXCHANGE_PATH, MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../src/core/protocol.ts";
import type { Target } from "./load.ts";
import type { BenchServer } from "./start-server.ts";

/** Returns a request to the mint route of a server. The request contains the API key from `startupValues`. */
export const mintAt = (server: BenchServer, { startupValues }: BenchServer): Target => ({
  server,
  path: MINT_PATH,
  headers: {
    authorization: `Bearer ${startupValues["key"]}`,
    [USER_ID_HEADER]: "user-1",
    [WORKSPACE_ID_HEADER]: "workspace-1",
  },
});

/**
 * Returns a request to the exchange route of a server.
 *
 * @param server the server that receives the request
 * @param authority the server whose `startupValues` contain the ID token
 */
export const exchangeAt = (server: BenchServer, authority: BenchServer): Target => ({
  server,
  path: EXCHANGE_PATH,
  headers: { authorization: `Bearer ${authority.startupValues["idToken"]}`, origin: "https://app.example.com" },
});

/** Returns a client-credentials request to the OpenID provider, which issues an access token. */
export const clientCredentialsAt = (server: BenchServer): Target => ({
  server,
  path: "/token",
  headers: {
    authorization: `Basic ${server.startupValues["credentials"]}`,
    "content-type": "application/x-www-form-urlencoded",
  },
  body: "grant_type=client_credentials",
});
