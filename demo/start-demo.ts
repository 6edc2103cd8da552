import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { DemoConfig } from "./config.ts";
import { demoBuildIn } from "./demo-build.ts";
import { createAppBackend } from "./server/app-backend.ts";
import { startAuthority } from "./server/authority.ts";
import { CLIENT_ID, startIdentityProvider } from "./server/identity-provider.ts";
import { listen } from "./server/listen.ts";
import { servePage } from "./server/page-server.ts";
import { findPort } from "./server/ports.ts";

/** The options of {@link startDemo}. */
export interface DemoOptions {
  /**
   * The preferred port of the page. The provider and the authority prefer the next two ports. With 0, the page, the
   * provider and the authority use any free ports. Default: 5173.
   */
  port?: number;
  /** The folder that contains the database, the API key, and the built page and dashboard. */
  dataFolder: string;
  /**
   * A folder in which `buildDemo` has built the page and the dashboard. By default, the demo builds both into
   * `dataFolder` when it starts.
   */
  builtFolder?: string;
  /** The lifetime of a workspace token, in seconds, from 5 to 3600. Default: 300. */
  tokenLifetimeSeconds?: number;
  /** Receives messages for the console, for example when a port is in use. Default: none. */
  log?: (message: string) => void;
}

/** A running demo. */
export interface Demo {
  url: string;
  /** The URL of the authority's dashboard. */
  dashboardUrl: string;
  /**
   * The URL where the admin sets a password for the dashboard; null if a password is set. The URL is valid for an hour.
   */
  setUpUrl: string | null;
  close(): Promise<void>;
}

/**
 * Starts the authority, the OpenID provider, the app's backend and the page, on loopback and in this process.
 *
 * @throws when another copy of the demo runs with the same data folder
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port = 5173, dataFolder, builtFolder, tokenLifetimeSeconds = 300, log = () => {} } = options;
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    await mkdir(dataFolder, { recursive: true });
    const folderId = createHash("sha256").update(resolve(dataFolder)).digest("hex").slice(0, 16);
    const [pagePort, providerPort, authorityPort] = await choosePorts(port, folderId, log);
    const url = `http://localhost:${pagePort}`;

    const built = demoBuildIn(builtFolder ?? dataFolder);
    if (builtFolder === undefined) {
      // Vite takes seconds to load, so load it only for a build.
      const { buildDemo } = await import("./server/build-demo.ts");
      await buildDemo(dataFolder);
    }

    const provider = await startIdentityProvider({ port: providerPort, pageUrl: url });
    opened.push(provider.close);
    const authority = await startAuthority({
      port: authorityPort,
      dataFolder,
      dashboardFolder: built.dashboard,
      provider,
      tokenLifetimeSeconds,
    });
    opened.push(authority.close);

    const config: DemoConfig = {
      demo: "assistant-cloud-auth",
      folderId,
      dashboardUrl: authority.dashboardUrl,
      authorityUrl: authority.url,
      issuer: provider.issuer,
      clientId: CLIENT_ID,
      tokenLifetimeSeconds,
    };
    const app = createAppBackend({ config, provider, authority });
    app.route("/", servePage(config, built.page));
    const pageServer = await listen(pagePort, getRequestListener(app.fetch));
    opened.push(pageServer.close);
    const { dashboardUrl, setUpUrl } = authority;
    return { url, dashboardUrl, setUpUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function choosePorts(
  preferred: number,
  folderId: string,
  log: (message: string) => void,
): Promise<[number, number, number]> {
  const reserved = new Set<number>();
  const choose = async (preferredPort: number, purpose: string) => {
    const busy: string[] = [];
    const port = await findPort(preferredPort, reserved, async (number) => {
      const copy = await findCopy(number);
      const url = `http://localhost:${number}`;
      if (copy?.folderId === folderId) {
        throw new Error(`It is already running: open ${url}. For a second copy, set DEMO_DATA to another folder.`);
      }
      busy.push(`Port ${number} is in use by ${copy ? `another copy of this demo: ${url}` : "another program"}.`);
    });
    reserved.add(port);
    if (busy.length > 0) log(`${busy.join(" ")} ${purpose} takes ${port}.`);
    return port;
  };
  const next = (offset: number) => (preferred === 0 ? 0 : preferred + offset);
  return [
    await choose(next(0), "The page"),
    await choose(next(1), "The OpenID provider"),
    await choose(next(2), "The authority"),
  ];
}

/** Returns the configuration of a demo that already listens on `port`; null if no demo listens there. */
async function findCopy(port: number): Promise<Partial<DemoConfig> | null> {
  try {
    const response = await fetch(`http://localhost:${port}/demo/config`, { signal: AbortSignal.timeout(1_000) });
    const config: Partial<DemoConfig> = await response.json();
    return config.demo === "assistant-cloud-auth" ? config : null;
  } catch {
    // Without a JSON response, the port belongs to another program.
    return null;
  }
}
