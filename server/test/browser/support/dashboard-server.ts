import {
  type Authority,
  type AuthorityOptions,
  type AuthorityServer,
  createAuthority,
  openStorage,
  serveAuthority,
} from "assistant-cloud-server";
import { inject } from "vitest";
import { findPort } from "../../../../demo/server/ports.ts";

/** A local authority with the package's build of the dashboard. */
export interface DashboardServer {
  readonly url: string;
  readonly authority: Authority;
  start(): Promise<void>;
  /** Closes the port, so that connections are refused. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts an authority that has no admin and serves the dashboard.
 *
 * @param optionsFor receives the authority's URL and returns additional options of the authority
 */
export async function openDashboardServer(
  optionsFor: (url: string) => Promise<Partial<AuthorityOptions>> = async () => ({}),
): Promise<DashboardServer> {
  const port = await findPort(0, new Set());
  const url = `http://localhost:${port}`;
  const storage = await openStorage("memory://");
  const authority = await createAuthority({
    storage,
    issuer: url,
    allowInsecureJwks: true,
    ...(await optionsFor(url)),
  });
  const serve = () => serveAuthority({ authority, port, dashboardFolder: inject("dashboardFolder") });
  let server: AuthorityServer | null = await serve();
  async function stop() {
    const open = server;
    server = null;
    await open?.close();
  }
  return {
    url,
    authority,
    stop,
    async start() {
      server ??= await serve();
    },
    async close() {
      await stop();
      await authority.close();
      await storage.close();
    },
  };
}
