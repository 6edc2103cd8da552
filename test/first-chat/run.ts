// Sets up a chat of two users in an empty folder, as a new developer does, and prints how long each step takes. `npm
// run first-chat` runs this script. The argument is a folder in which the packages are installed. Default: the script
// packs both packages and installs them in a new folder.
import { spawnSync } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { installApp } from "../support/install-app.ts";
import { packPackages } from "../support/pack-packages.ts";

const ownFolder = fileURLToPath(new URL("./", import.meta.url));
const versions: Record<string, string> = manifest.devDependencies;
const OTHERS = ["@assistant-ui/react", "@tanstack/react-query", "assistant-cloud", "react", "react-dom", "vite"];

const [folder] = process.argv.slice(2);
if (folder === undefined) await installAndChat();
else await chat(folder);

async function installAndChat(): Promise<void> {
  const packages = await mkdtemp(join(tmpdir(), "first-chat-"));
  const { auth, server } = await packPackages(packages);
  const started = performance.now();
  const app = await installApp({
    ...Object.fromEntries(OTHERS.map((name) => [name, versions[name] ?? "latest"])),
    "assistant-cloud-auth": `file:${auth.tarball}`,
    "assistant-cloud-server": `file:${server.tarball}`,
  });
  try {
    if (app.npm.code !== 0) throw new Error(app.npm.stderr);
    print("Packages installed", performance.now() - started);
    await chat(app.folder);
    print("From the empty folder to the end", performance.now() - started);
  } finally {
    await app.remove();
    await rm(packages, { recursive: true, force: true });
  }
}

async function chat(folder: string): Promise<void> {
  for (const file of await readdir(join(ownFolder, "app")))
    await copyFile(join(ownFolder, "app", file), join(folder, file));
  process.exitCode = playWithoutNetwork(folder);
}

/**
 * Runs the chat in a network namespace whose only interface is loopback. Returns the exit code of the chat. If the
 * operating system does not let the current user create a namespace, the chat runs with the normal network.
 */
function playWithoutNetwork(folder: string): number {
  const chatCommand = [process.execPath, "--import", "tsx", join(ownFolder, "two-visitors.ts"), folder];
  const unshareCommand = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  const canUnshare = spawnSync(unshareCommand[0] as string, [...unshareCommand.slice(1), "true"]).status === 0;
  const [program, ...args] = canUnshare ? [...unshareCommand, ...chatCommand] : chatCommand;
  console.log(
    canUnshare ? "The network is cut off." : "The network stays: this system allows no namespace of its own.",
  );
  return spawnSync(program as string, args, { stdio: "inherit" }).status ?? 1;
}

function print(what: string, milliseconds: number): void {
  console.log(`${what}: ${(milliseconds / 1000).toFixed(1)} s`);
}
