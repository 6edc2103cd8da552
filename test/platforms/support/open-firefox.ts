import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { connectBidi } from "./connect-bidi.ts";

/** A running browser: Firefox, or Chromium in its place. */
export interface TestBrowser {
  open(url: string): Promise<TestTab>;
  /** The uncaught errors and the logged errors of all pages. */
  readonly browserErrors: string[];
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

export interface TestTab {
  /** Evaluates an expression in the tab's page and resolves to the result, which must be a JSON value. */
  evaluate<Result>(expression: string): Promise<Result>;
}

/**
 * Whether the browser allows cookies. If Firefox blocks cookies, it also blocks storage and `BroadcastChannel`. The
 * Chromium that replaces Firefox blocks only `BroadcastChannel`.
 */
export type Cookies = "allowed" | "blocked";

/** The number by which Firefox stores that the user has blocked something. */
const DENY = 2;

/** Firefox preferences that prevent startup prompts and requests to Mozilla's servers. */
const quiet = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.newtab.preload": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.cookie.cookieBehavior": 0,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.server": "",
};
/**
 * Opens an unmodified Firefox with a new profile, in which the user has blocked the cookies of one origin. Firefox also
 * blocks storage and `BroadcastChannel` for this origin.
 */
export async function openFirefox(program: string, blockedOrigin: string): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "firefox-"));
  const permissions = join(profile, "permissions");
  await writeFile(permissions, ["origin", "cookie", DENY, `${blockedOrigin}\n`].join("\t"));
  const settings = { ...quiet, "permissions.manager.defaultsUrl": pathToFileURL(permissions).href };
  const lines = Object.entries(settings).map((setting) => `user_pref(${setting.map((each) => JSON.stringify(each))});`);
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  const child = spawn(program, ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile], {
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  const session = await connectBidi(await readAddress(child.stderr)).catch(async (error) => {
    await close();
    throw error;
  });
  const browserErrors: string[] = [];
  const tabs = new Set<string>();
  await session.on<{ level: string; text: string }>("log.entryAdded", ({ level, text }) => {
    if (level === "error") browserErrors.push(text);
  });
  return {
    browserErrors,
    async open(url) {
      const { context } = await session.send<{ context: string }>("browsingContext.create", { type: "tab" });
      tabs.add(context);
      await session.send("browsingContext.navigate", { context, url, wait: "complete" });
      return {
        async evaluate(expression) {
          const answer = await session.send<Evaluated>("script.evaluate", {
            expression: `Promise.resolve(${expression}).then(JSON.stringify)`,
            target: { context },
            awaitPromise: true,
          });
          if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
          const { value } = answer.result;
          return value === undefined ? value : JSON.parse(value);
        },
      };
    },
    async closeTabs() {
      const closing = [...tabs].map((context) => session.send("browsingContext.close", { context }));
      tabs.clear();
      await Promise.all(closing);
    },
    async close() {
      session.close();
      await close();
    },
  };
}

type Evaluated =
  | { type: "success"; result: { value?: string } }
  | { type: "exception"; exceptionDetails: { text: string } };

async function readAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stderr)) {
    const address = /^WebDriver BiDi listening on (ws:\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("Firefox ended before it listened.");
}
