import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { InstalledClient } from "../../../assistant-cloud/golden/support/clients.ts";
import type { RecordedCloud } from "../../../assistant-cloud/golden/support/start-recorded-cloud.ts";
import { listenOnFreePort } from "../../../support/listen-on-free-port.ts";

/** Serves a token route, and the chat page of the golden-trace tests. The page's origin differs from the cloud's. */
export async function startGoldenApp(client: InstalledClient, cloud: RecordedCloud) {
  const bundle = await bundlePage(client);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/page.js") {
      response.writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "max-age=3600" }).end(bundle);
    } else if (url.pathname === "/token" && request.method === "POST") {
      response.end(await cloud.mint("ada", url.searchParams.get("workspace") ?? ""));
    } else if (url.pathname === "/") {
      const page = '<!doctype html><title>chat</title><body><script src="/page.js"></script>';
      response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    } else response.writeHead(204).end();
  });
  const { port, close } = await listenOnFreePort(server);
  return { url: `http://127.0.0.1:${port}`, close };
}

async function bundlePage({ folder }: InstalledClient): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("golden-page.tsx", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    target: "es2022",
    plugins: [resolveClientFrom(folder)],
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** Returns an esbuild plugin that resolves the client's packages from `folder`, regardless of the importing file. */
function resolveClientFrom(folder: string): Plugin {
  const inside = "the client's folder";
  return {
    name: "installed-client",
    setup({ onResolve, resolve }) {
      onResolve(
        { filter: /^(assistant-cloud|@assistant-ui\/(react|core|ai-sdk))(\/|$)/ },
        ({ path, kind, pluginData }) =>
          pluginData === inside ? undefined : resolve(path, { kind, resolveDir: folder, pluginData: inside }),
      );
    },
  };
}
