import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { build } from "esbuild";
import type { Browser, BrowserContext } from "playwright";
import type { Caller } from "./first-call-page.tsx";
import { listenOnFreePort } from "./listen-on-free-port.ts";

/** A request that the cloud received, with the status of its response. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Whether the request contained the provider's ID token. */
  readonly hasIdToken: boolean;
}

/**
 * The cloud that a page calls. `own` is this repository's server. `hosted` simulates the hosted cloud, which has no
 * exchange route.
 */
export type CloudKind = "own" | "hosted";

/** The measurements of one page: the time from the sign-in to the first response, and all requests and errors. */
export interface FirstCall {
  readonly milliseconds: number;
  readonly requests: readonly SeenRequest[];
  readonly errors: readonly string[];
}

/** A server for the page, and clouds on other origins. Requests to the clouds have a simulated latency. */
export interface FirstCallSetup {
  /** Signs a user in on a page that has an empty cache. Then measures the first calls. Default of `calls`: 1. */
  signIn(browser: Browser, caller: Caller, cloud: CloudKind, calls?: number): Promise<FirstCall>;
  /** Signs a user in on a new tab of a browser profile. Then measures the first calls. Does not close the tab. */
  signInOnTab(profile: BrowserContext, caller: Caller, cloud: CloudKind, calls?: number): Promise<FirstCall>;
  close(): Promise<void>;
}

/** The parameters of {@link startFirstCall}. */
export interface FirstCallParts {
  /** Sends a request to a real authority. */
  fetch(request: Request): Promise<Response>;
  /** An ID token that the authority accepts. */
  idToken: string;
  /** The delay of each request, in milliseconds. Preflights are also delayed. */
  latencyMs: number;
}

/**
 * Starts a server for the page, and one proxy per {@link CloudKind}. Each proxy delays the requests to the authority.
 */
export async function startFirstCall({ fetch, idToken, latencyMs }: FirstCallParts): Promise<FirstCallSetup> {
  const bundle = await bundlePage();
  let seen: SeenRequest[] = [];

  const serveCloud = (kind: CloudKind) =>
    listenOnFreePort(
      createServer(
        getRequestListener(async (request) => {
          const { method } = request;
          const path = new URL(request.url).pathname;
          const credential = `${request.headers.get("Authorization")} ${await request.clone().text()}`;
          await new Promise((resolve) => setTimeout(resolve, latencyMs));
          const isMissing = kind === "hosted" && path === "/v1/auth/tokens/exchange" && method !== "OPTIONS";
          const response = isMissing
            ? Response.json({ error: "Not Found" }, { status: 404, headers: { "Access-Control-Allow-Origin": "*" } })
            : await fetch(request);
          seen.push({ method, path, status: response.status, hasIdToken: credential.includes(idToken) });
          return response;
        }),
      ),
    );
  const own = await serveCloud("own");
  const hosted = await serveCloud("hosted");
  const page = await listenOnFreePort(
    createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" });
      response.end(isScript ? bundle : '<!doctype html><div id="root"></div><script src="/page.js"></script>');
    }),
  );

  const signInOnTab: FirstCallSetup["signInOnTab"] = async (profile, caller, kind, calls = 1) => {
    const tab = await profile.newPage();
    const errors: string[] = [];
    tab.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await tab.goto(`http://localhost:${page.port}/`);
    seen = [];
    const baseUrl = `http://127.0.0.1:${(kind === "own" ? own : hosted).port}`;
    const task = { caller, baseUrl, idToken, calls };
    const milliseconds = await tab.evaluate((given) => window.makeFirstCall(given), task);
    return { milliseconds, requests: seen, errors: errors.filter((text) => !text.includes("favicon")) };
  };

  return {
    async signIn(browser, ...call) {
      const profile = await browser.newContext();
      const result = await signInOnTab(profile, ...call);
      await profile.close();
      return result;
    },
    signInOnTab,
    close: async () => void (await Promise.all([page.close(), own.close(), hosted.close()])),
  };
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("first-call-page.tsx", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    target: "es2022",
    minify: true,
    conditions: ["production", "module"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
