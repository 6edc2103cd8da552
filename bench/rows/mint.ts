import { contend } from "../http/contend.ts";
import { raceRows } from "../http/race-rows.ts";
import { startServer } from "../http/start-server.ts";
import { clientCredentialsAt, mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/** Measures minting over HTTP, with the load from this process, compared with a route that only signs. */
export const measure: Measure = async () => {
  const servers = [await startServer("authority"), await startServer("bare-mint"), await startServer("oidc-provider")];
  const [authority, bare, oidc] = servers;
  try {
    if (!authority || !bare || !oidc) return [];
    const races = await contend({
      own: mintAt(authority, authority),
      bare: mintAt(bare, authority),
      oidc: clientCredentialsAt(oidc),
    });
    return raceRows("POST /v1/auth/tokens", "a bare route that signs", races.own, races.bare, races.oidc);
  } finally {
    for (const server of servers) await server.stop();
  }
};
