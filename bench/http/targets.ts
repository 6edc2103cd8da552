import { EXCHANGE_PATH, MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../src/core/protocol.ts";
import type { Target } from "./load.ts";
import type { BenchServer } from "./start-server.ts";

/** Returns a backend's mint request with an authority's API key, to that authority or to a bare route. */
export const mintAt = (server: BenchServer, { facts }: BenchServer): Target => ({
  server,
  path: MINT_PATH,
  headers: {
    authorization: `Bearer ${facts["key"]}`,
    [USER_ID_HEADER]: "user-1",
    [WORKSPACE_ID_HEADER]: "workspace-1",
  },
});

/** Returns a page's request for an exchange of its provider's token. */
export const exchangeAt = (server: BenchServer, { facts }: BenchServer): Target => ({
  server,
  path: EXCHANGE_PATH,
  headers: { authorization: `Bearer ${facts["idToken"]}`, origin: "https://app.example.com" },
});

/** Returns a program's request for an access token from the OpenID provider. */
export const clientCredentialsAt = (server: BenchServer): Target => ({
  server,
  path: "/token",
  headers: {
    authorization: `Basic ${server.facts["credentials"]}`,
    "content-type": "application/x-www-form-urlencoded",
  },
  body: "grant_type=client_credentials",
});
