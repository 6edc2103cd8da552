import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { expect, inject, it, onTestFinished } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { readSteps } from "../../get-started/read-steps.ts";
import { runToEnd } from "../../support/run.ts";
import { startCommand, stopCommand } from "../../support/start-command.ts";

const { auth, server } = inject("packed");
const page = await readFile(new URL("../../../docs/get-started.md", import.meta.url), "utf8");

/** Makes an `npm install` command install the packed packages instead of the published packages. */
const withPacked = (command: string) =>
  command
    .replace(/(npm install\b.*) assistant-cloud-auth(?= |$)/gm, `$1 "file:${auth.tarball}"`)
    .replace(/(npm install\b.*) assistant-cloud-server(?= |$)/gm, `$1 "file:${server.tarball}"`);

it("a reader who follows docs/get-started.md sees a token on the screen", { timeout: 300_000 }, async () => {
  const { commands, files } = readSteps(page);
  const [install = "", serve = "", open = "", ...others] = commands;
  expect(others).toEqual([]);
  const parent = await mkdtemp(join(tmpdir(), "get-started-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));

  const quiet = "export npm_config_prefer_offline=true npm_config_audit=false npm_config_fund=false";
  const installed = await runToEnd("sh", ["-ec", `${quiet}\n${withPacked(install)}`], parent);
  expect(installed.code, installed.stdout + installed.stderr).toBe(0);
  const folder = join(parent, /^cd (\S+)$/m.exec(install)?.[1] ?? "");

  const cloud = await startCommand(folder, ["sh", "-c", `exec ${serve}`], /^(VITE_ASSISTANT_BASE_URL=\S+)$/m);
  onTestFinished(() => stopCommand(cloud.child));
  expect(Object.keys(files)).toEqual([".env", "index.html", "main.tsx"]);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  // The page asks its reader to store the printed line if the cloud uses another port.
  await writeFile(join(folder, ".env"), `${cloud.match}\n`);
  expect(files[".env"]?.replace(/\d+\n$/, "")).toBe(cloud.match.replace(/\d+$/, ""));

  const app = await startCommand(folder, ["sh", "-c", `exec ${open}`], /(http:\/\/localhost:\d+)/);
  onTestFinished(() => stopCommand(app.child));
  const browser = await chromium.launch(chromiumLaunch);
  onTestFinished(() => browser.close());
  const tab = await browser.newPage();
  await tab.goto(app.match);
  await tab.getByText(/^Workspace: usr_anon_/).waitFor({ timeout: 60_000 });
  await tab.getByText(/^Token: ey/).waitFor();
  await tab.getByRole("button", { name: "List threads" }).click();
  await tab.getByText("200: 0 threads").waitFor();
});
