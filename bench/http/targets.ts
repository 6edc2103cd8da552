import { EXCHANGE_PATH, MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../src/core/protocol.ts";
import type { Target } from "./load.ts";
import type { BenchServer } from "./start-server.ts";

/**
 * Returns a mint request to an authority, or to a server with only the mint route. The second argument is the authority
 * whose API key the request contains.
 */
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
 * Returns an exchange request to a server.
 *
 * @param server an authority, or a server with only the exchange route
 * @param authority provides the ID token in its `startupValues`
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
