import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { startThreadServer, type ThreadServer } from "../../assistant-cloud/support/start-thread-server.ts";
import { eventually } from "../engine/support/eventually.ts";

// On a busy machine, a browser needs a long time to load a page of this size.
vi.setConfig({ testTimeout: 120_000 });

const root = fileURLToPath(new URL("../../../", import.meta.url));

let server: ThreadServer;
let browser: Browser;
let page: Page;
const browserErrors: string[] = [];

beforeAll(async () => {
  const bundle = await bundlePage();
  server = await startThreadServer();
  server.routes.get("/page.js", (c) => c.body(bundle, 200, { "Content-Type": "text/javascript" }));
  server.routes.get("/", (c) => c.html('<!doctype html><title>chat</title><body><script src="/page.js"></script>'));
  // The app's token route. A real route would read the user from its session.
  server.routes.post("/token", async (c) => {
    const person = c.req.query("user") ?? "";
    return c.text(await server.mint(person, `org-1:${person}`));
  });
  browser = await chromium.launch(chromiumLaunch);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  await page?.close();
  server.requests.length = 0;
  browserErrors.length = 0;
});

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("support/chat-page.tsx", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    target: "es2022",
    alias: {
      "assistant-cloud-auth": `${root}src/index.ts`,
      "assistant-cloud-auth/assistant-cloud": `${root}src/assistant-cloud/index.ts`,
    },
    define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

async function open(): Promise<void> {
  page = await browser.newPage();
  page.on("pageerror", (error) => browserErrors.push(String(error)));
  await page.goto(server.url);
}

const titles = () => page.locator("[data-testid=thread]").allTextContents();
const messages = () => page.locator("[data-testid=message]").allTextContents();

async function sendMessage(text: string): Promise<void> {
  await page.getByLabel("Message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

test("assistant-ui lists only the threads of the user's workspace", async () => {
  server.add("org-1:ada", { title: "Ada's first" });
  server.add("org-1:ada", { title: "Ada's second" });
  server.add("org-1:grace", { title: "Grace's" });
  await open();
  await eventually(async () => (await titles()).sort()).toEqual(["Ada's first", "Ada's second"]);
  expect(new Set(server.requests.map(({ workspaceId }) => workspaceId))).toEqual(new Set(["org-1:ada"]));
  expect(browserErrors).toEqual([]);
});

test("sending a message creates a thread in the workspace and stores the messages", async () => {
  await open();
  await page.getByLabel("Message").waitFor();
  const before = server.threads.length;
  await sendMessage("Hello there");
  await eventually(messages).toEqual(["Hello there", "Echo: Hello there"]);
  await eventually(() => server.threads.length).toBe(before + 1);
  const thread = server.threads.at(-1);
  expect(thread?.workspace_id).toBe("org-1:ada");
  await eventually(() => (thread === undefined ? 0 : server.messagesOf(thread).length)).toBe(2);
  expect(browserErrors).toEqual([]);
});

test("after a switch of the user, the app lists the new user's threads and sends messages as that user", async () => {
  server.add("org-1:edsger", { title: "Edsger's" });
  await open();
  await page.getByText("org-1:ada").waitFor();
  const calledBefore = server.requests.length;
  await page.evaluate(() => window.signIn("edsger"));
  await page.getByText("org-1:edsger").waitFor();
  await eventually(titles).toEqual(["Edsger's"]);
  await sendMessage("Mine");
  await eventually(messages).toEqual(["Mine", "Echo: Mine"]);
  await eventually(() => server.threads.at(-1)?.workspace_id).toBe("org-1:edsger");
  const later = server.requests.slice(calledBefore).filter(({ method }) => method === "POST");
  for (const { userId } of later) expect(userId).toBe("edsger");
  expect(browserErrors).toEqual([]);
});

test("a 401 during a chat causes one refresh and shows no error to the user", async () => {
  await open();
  await page.getByText("org-1:ada").waitFor();
  await eventually(() => server.requests.length).toBeGreaterThan(0);
  for (const { token } of server.requests) server.refused.add(token);
  await sendMessage("Still here");
  await eventually(messages).toEqual(["Still here", "Echo: Still here"]);
  await eventually(() => server.threads.at(-1)?.workspace_id).toBe("org-1:ada");
  await eventually(() => server.requests.some(({ userId }) => userId === null)).toBe(true);
  expect(browserErrors).toEqual([]);
});
