import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { createTestToken } from "assistant-cloud-auth/testing";
import { build } from "esbuild";
import { renderToString } from "react-dom/server";
import { createTestApp, type TestAppSettings } from "./test-app.tsx";

const BLANK_PATH = "/blank";

/** The path of a worker's script with a token engine. */
export const ENGINE_WORKER_PATH = "/engine-worker.js";

/** The path of the script with the libraries that watch or answer the page's requests. */
export const FETCH_TOOLS_PATH = "/fetch-tools.js";

/** The service worker of MSW. */
const MSW_WORKER = new URL("../../../../node_modules/msw/lib/mockServiceWorker.js", import.meta.url);

/** The nonce that allows the page's inline script under a Content-Security-Policy. */
export const PAGE_NONCE = "page";

/**
 * The source code of a service worker. The worker passes requests to the network, or returns one response to all of
 * them.
 */
const OFFLINE_WORKER = `
  let answer = null;
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("message", ({ data, ports }) => { answer = data; ports[0].postMessage("done"); });
  self.addEventListener("fetch", (event) => {
    event.respondWith(answer === null ? fetch(event.request) : new Response(answer.body, answer.init));
  });
`;

/** The app's server. It serves the page, a token route and an API. The API checks tokens by the server's clock. */
export interface AppServer {
  readonly url: string;
  /** The URL of a page that has the same origin and does not load the package. */
  readonly blankUrl: string;
  /** The names of the tabs that called the token route, in order. */
  readonly calls: string[];
  /** The tokens that the API received. `valid` is true if the token was valid by the server's clock. */
  readonly apiCalls: { token: string; valid: boolean }[];
  /** How the token route responds. Default: with a token. */
  answer: "token" | "failure" | "signed out";
  /** Lifetime of the next tokens, in seconds. Default: 300. */
  lifetimeSeconds: number;
  /** How far the server's clock is ahead of the machine's, in milliseconds. */
  aheadMs: number;
  /** Additional headers of every page, such as a Content-Security-Policy. Default: none. */
  pageHeaders: Record<string, string>;
  /** Blocks calls of the token route until the test calls the returned function. */
  hold(): () => void;
  /** Clears the records and restores the defaults. */
  reset(): void;
  close(): Promise<void>;
}

/** Returns the path of the page with the given settings. If `rendered` is true, the server renders the app. */
export function pagePath(settings: TestAppSettings, rendered: boolean): string {
  return `/?${new URLSearchParams({ settings: JSON.stringify(settings), ...(rendered ? { rendered: "yes" } : {}) })}`;
}

/**
 * Bundles the page and serves it on a free port of this machine.
 * @param code whether to bundle the package's sources or its build. Default: the sources.
 */
export async function startAppServer(
  mode: "development" | "production" = "development",
  code: "src" | "dist" = "src",
): Promise<AppServer> {
  const bundle = await bundleOf("test-page.tsx", mode, code);
  const state = { answer: "token", lifetimeSeconds: 300, aheadMs: 0, pageHeaders: {} } as Pick<
    AppServer,
    "answer" | "lifetimeSeconds" | "aheadMs" | "pageHeaders"
  >;
  const initial = { ...state };
  const calls: string[] = [];
  const apiCalls: AppServer["apiCalls"] = [];
  let held: Promise<void> | null = null;

  async function answerToken(url: URL, response: ServerResponse): Promise<void> {
    calls.push(url.searchParams.get("tab") ?? "");
    await held;
    if (state.answer === "failure") return void response.writeHead(503).end();
    if (state.answer === "signed out") return void response.writeHead(204).end();
    const userId = url.searchParams.get("user") ?? "anonymous";
    const issuedAt = new Date(Date.now() + state.aheadMs);
    const expiresAt = new Date(issuedAt.getTime() + state.lifetimeSeconds * 1_000);
    const token = await createTestToken({ userId, workspaceId: `org:${userId}`, issuedAt, expiresAt });
    response.writeHead(200, { "Content-Type": "text/plain" }).end(token);
  }

  function answerApi(request: IncomingMessage, response: ServerResponse): void {
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    const valid = expiryOf(token) > Date.now() + state.aheadMs;
    apiCalls.push({ token, valid });
    response.writeHead(valid ? 200 : 401).end();
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    // Frames with an opaque origin also call these routes, so allow every origin.
    response.setHeader("Access-Control-Allow-Origin", "*");
    const html = (body: string) =>
      response.writeHead(200, { "Content-Type": "text/html", ...state.pageHeaders }).end(body);
    const script = (body: string) => response.writeHead(200, { "Content-Type": "text/javascript" }).end(body);
    if (url.pathname === "/api/assistant-ui-token") void answerToken(url, response);
    else if (url.pathname === "/api") answerApi(request, response);
    else if (url.pathname === "/page.js") script(bundle);
    else if (url.pathname === "/worker.js") script(OFFLINE_WORKER);
    else if (url.pathname === ENGINE_WORKER_PATH) void bundleOf("engine-worker.ts", mode, code).then(script);
    else if (url.pathname === FETCH_TOOLS_PATH) void bundleOf("fetch-tools.ts", mode, code).then(script);
    else if (url.pathname === "/mockServiceWorker.js") void readFile(MSW_WORKER, "utf8").then(script);
    else if (url.pathname === BLANK_PATH) html("<!doctype html><title>blank</title>");
    else if (url.pathname === "/") html(renderPage(url.searchParams));
    else response.writeHead(204).end();
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://localhost:${typeof address === "object" ? address?.port : ""}`;
  const own = {
    url,
    blankUrl: url + BLANK_PATH,
    calls,
    apiCalls,
    hold() {
      let release = () => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = null;
        release();
      };
    },
    reset() {
      calls.length = 0;
      apiCalls.length = 0;
      held = null;
      Object.assign(state, initial);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return Object.assign(state, own);
}

/** Returns a token's expiry, in milliseconds since the epoch. */
export function expiryOf(token: string): number {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).exp * 1_000;
}

function renderPage(query: URLSearchParams): string {
  const settings: TestAppSettings = JSON.parse(query.get("settings") ?? "{}");
  const markup = query.has("rendered") ? renderToString(createTestApp({ settings })) : "";
  const data = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return `<!doctype html><title>${settings.tab}</title><div id="root">${markup}</div><script nonce="${PAGE_NONCE}">window.settings = ${data}</script><script src="/page.js"></script>`;
}

const bundles = new Map<string, Promise<string>>();

/** Bundles a script of this folder, once for all servers of this process. */
function bundleOf(file: string, mode: string, code: "src" | "dist"): Promise<string> {
  const name = `${file} ${mode} ${code}`;
  const bundle = bundles.get(name) ?? buildBundle(file, mode, code);
  bundles.set(name, bundle);
  return bundle;
}

async function buildBundle(file: string, mode: string, code: "src" | "dist"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    target: "es2022",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    logLevel: "error",
    // The paths in the repository's tsconfig.json lead to the sources. Without these paths, the build is used.
    ...(code === "dist" ? { tsconfigRaw: {} } : {}),
  });
  return outputFiles[0]?.text ?? "";
}
