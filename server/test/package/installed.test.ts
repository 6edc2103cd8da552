import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { type InstalledApp, installApp } from "../../../test/support/install-app.ts";
import { run } from "../../../test/support/run.ts";

/** A long timeout, because npm, the registry and an embedded database are slow on a busy machine. */
const slow = { timeout: 600_000 };

let folder: InstalledApp;
beforeAll(async () => {
  folder = await installApp({ "assistant-cloud-server": `file:${inject("packed").server.tarball}` });
}, slow.timeout);
afterAll(() => folder.remove());

const command = () => join(folder.folder, "node_modules/.bin/assistant-cloud-server");
const cli = (...args: string[]) => run(command(), args, folder.folder);

describe("a folder in which only assistant-cloud-server is installed", slow, () => {
  it("npm installs the package without a conflict or a warning about peer dependencies", () => {
    expect(folder.npm).toMatchObject({ code: 0 });
    expect(folder.npm.stdout + folder.npm.stderr).not.toMatch(/ERESOLVE|peer/i);
  });

  it("the installed command line prints its help", async () => {
    expect(await cli("--help")).toContain("Usage: assistant-cloud-server");
  });

  it("the installed command line creates a key and a rule in a new database", async () => {
    expect(await cli("keys", "create", "--data", "data", "--name", "my backend")).toMatch(/^sk_\S+\n/);
    const clerk = ["--domain", "verb-noun-00.clerk.accounts.dev", "--audience", "assistant-ui"];
    expect(await cli("rules", "add", "clerk", "--data", "data", ...clerk)).toMatch(/^Added rule_/);
    // A database that PGlite creates also has two template databases. The packed image has none.
    const databases = `console.log((await import("node:fs")).readdirSync("data/postgres/base").length);`;
    expect(await folder.runModule(databases)).toBe("1\n");
  });

  it("the installed command line serves the API and the dashboard", async () => {
    const port = await freePort();
    const server = spawn(command(), ["serve", "--data", "served", "--port", `${port}`], { cwd: folder.folder });
    const exited = once(server, "exit");
    let printed = "";
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (printed += chunk));
    try {
      const url = `http://127.0.0.1:${port}`;
      await expect.poll(() => printed, { timeout: 120_000 }).toContain("ready at");
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      const page = await fetch(`${url}/dashboard`);
      const html = await page.text();
      const assets = [...html.matchAll(/(?:src|href)="(.[^"]+)"/g)].map(([, path]) => new URL(path ?? "", page.url));
      expect(assets.length).toBeGreaterThan(1);
      for (const asset of assets) expect((await fetch(asset)).status).toBe(200);
      expect(html).not.toMatch(/<script>|<style/);
    } finally {
      server.kill("SIGTERM");
      await exited;
    }
  });

  it("a new database starts even if the package's seed image is missing", async () => {
    const output = await folder.runModule(`
      import { readdirSync, rmSync } from "node:fs";
      import { openStorage } from "assistant-cloud-server";
      const dist = "node_modules/assistant-cloud-server/dist/";
      rmSync(dist + readdirSync(dist).find((name) => name.endsWith(".tar.gz")));
      await (await openStorage("without-image")).close();
      console.log(readdirSync("without-image/postgres/base").length);
    `);
    expect(output).toBe("3\n");
    expect(existsSync(join(folder.folder, "without-image/postgres.unfinished"))).toBe(false);
  });
});
