import { TEST_AUDIENCE } from "../../server/src/testing/start-test-issuer.ts";
import { comparisonRows } from "../http/comparison-rows.ts";
import { measureServers } from "../http/measure-servers.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { clientCredentialsAt, exchangeAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/**
 * Measures how many ID tokens per second the authority exchanges over HTTP. Compares this rate with the rates of a
 * minimal route and of an OpenID provider's token endpoint. The minimal route only verifies an ID token and signs a
 * token. This process sends the requests.
 */
export const measure: Measure = async () => {
  const servers: BenchServer[] = [];
  const start = async (name: string, ...args: string[]) => {
    const server = await startServer(name, ...args);
    servers.push(server);
    return server;
  };
  try {
    const authority = await start("authority");
    const { jwksUrl = "", providerIssuer = "" } = authority.startupValues;
    const bare = await start("bare-exchange", jwksUrl, providerIssuer, TEST_AUDIENCE);
    const oidc = await start("oidc-provider");
    const results = await measureServers({
      own: exchangeAt(authority, authority),
      bare: exchangeAt(bare, authority),
      oidc: clientCredentialsAt(oidc),
    });
    return comparisonRows(
      "POST /v1/auth/tokens/exchange",
      "a bare route that verifies and signs",
      results.own,
      results.bare,
      results.oidc,
    );
  } finally {
    for (const server of servers) await server.stop();
  }
};
