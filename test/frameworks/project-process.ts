import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * A framework's own development server. It runs in a separate process and folder, because the framework changes global
 * state and files.
 */
export interface ProjectProcess {
  /** The URL that the framework's server prints. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts a framework's development server on a copy of an example.
 * @param recipe the example's folder below `test/examples/frameworks`
 * @param files maps the paths of further files in the project to their contents
 * @param script a module that starts the server; it runs in the project's folder and prints `ready http://…`
 */
export async function startProject(
  recipe: string,
  files: Record<string, string>,
  script: string,
): Promise<ProjectProcess> {
  await mkdir(join(root, ".cache"), { recursive: true });
  const parent = await mkdtemp(join(root, ".cache/framework-"));
  const folder = join(parent, recipe);
  const examples = join(root, "test/examples/frameworks");
  await cp(join(examples, recipe), folder, { recursive: true });
  await cp(join(examples, "session.ts"), join(parent, "session.ts"));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1", VITEST: undefined },
  });
  const close = async () => {
    await end(child);
    await rm(parent, { recursive: true, force: true });
  };
  try {
    return { url: await printedAddress(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const listen = (chunk: Buffer) => {
      output += chunk;
      const address = /^ready (\S+)$/m.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => reject(new Error(`The framework ended with ${code}: ${output}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
