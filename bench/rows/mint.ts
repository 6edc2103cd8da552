import { comparisonRows } from "../http/comparison-rows.ts";
import { measureServers } from "../http/measure-servers.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { clientCredentialsAt, mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/**
 * Measures how many tokens per second the authority mints over HTTP. Compares this rate with the rates of a minimal
 * route and of an OpenID provider's token endpoint. The minimal route only checks an API key and signs a token. This
 * process sends the requests.
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
    const bare = await start("bare-mint", authority.startupValues["key"] ?? "");
    const oidc = await start("oidc-provider");
    const results = await measureServers({
      own: mintAt(authority, authority),
      bare: mintAt(bare, authority),
      oidc: clientCredentialsAt(oidc),
    });
    return comparisonRows(
      "POST /v1/auth/tokens",
      "a bare route that checks a key and signs",
      results.own,
      results.bare,
      results.oidc,
    );
  } finally {
    for (const server of servers) await server.stop();
  }
};
