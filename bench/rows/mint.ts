import { contend } from "../http/contend.ts";
import { raceRows } from "../http/race-rows.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { clientCredentialsAt, mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/**
 * Measures minting over HTTP, compared with a route that only checks a key and signs. This process sends the requests.
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
    const bare = await start("bare-mint", authority.facts["key"] ?? "");
    const oidc = await start("oidc-provider");
    const races = await contend({
      own: mintAt(authority, authority),
      bare: mintAt(bare, authority),
      oidc: clientCredentialsAt(oidc),
    });
    return raceRows(
      "POST /v1/auth/tokens",
      "a bare route that checks a key and signs",
      races.own,
      races.bare,
      races.oidc,
    );
  } finally {
    for (const server of servers) await server.stop();
  }
};
