import type { Page } from "playwright";
import { expect, test } from "vitest";
import { ENGINE_WORKER_PATH } from "./support/app-server.ts";
import type { Question } from "./support/engine-worker.ts";
import { eventually } from "./support/eventually.ts";
import { browser, server, startForegroundBrowser } from "./support/foreground-browser.ts";

startForegroundBrowser();

declare global {
  interface Window {
    /** The worker, or its port. */
    engineWorker: Pick<Worker, "postMessage">;
  }
}

/** Starts each kind of worker in a page. */
const kinds: Record<string, (script: string) => void | Promise<void>> = {
  "dedicated worker": (script) => {
    window.engineWorker = new Worker(script);
  },
  "shared worker": (script) => {
    const { port } = new SharedWorker(script);
    port.start();
    window.engineWorker = port;
  },
  "service worker": async (script) => {
    await navigator.serviceWorker.register(script);
    const { active } = await navigator.serviceWorker.ready;
    if (active !== null) window.engineWorker = active;
  },
};

/** Asks the engine in the worker. Returns its answer, or the error's code. */
function ask(page: Page, question: Question): Promise<string> {
  return page.evaluate(
    (asked) =>
      new Promise<string>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        window.engineWorker.postMessage(asked, [port2]);
      }),
    question,
  );
}

test.each(Object.entries(kinds))(
  "F66 an engine in a %s gets a token, refreshes it before it expires, and reports an outage",
  async (_kind, start) => {
    // The engine fetches this token at once, and refreshes it after about four seconds.
    server.lifetimeSeconds = 5;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.blankUrl);
    await page.evaluate(start, ENGINE_WORKER_PATH);
    const first = await ask(page, "getToken");
    expect(first).toMatch(/^eyJ/);
    server.lifetimeSeconds = 300;
    await eventually(() => server.calls.length).toBe(2);
    await eventually(() => ask(page, "getToken")).not.toBe(first);
    const second = await ask(page, "getToken");
    expect(await ask(page, "getToken")).toBe(second);
    expect(await ask(page, "status")).toBe("authenticated");
    expect(server.calls).toEqual(["worker", "worker"]);

    server.answer = "failure";
    expect(await ask(page, "refresh")).toBe("source_failed");
    expect(await ask(page, "getToken")).toBe(second);
    await context.close();
  },
);
