import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runToEnd } from "../../support/run.ts";
import { unpackPackage } from "./unpack-package.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = join(root, "node_modules/next/dist/bin/next");

export interface NextApp {
  /**
   * Builds the app for production and resolves to the output of Next.js. Rejects with the output when the build fails.
   */
  build(): Promise<string>;
  /** Serves the build and resolves to its URL. */
  start(environment: Record<string, string>): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Copies an app and the packed package to a folder below the repository. There, the app can import the repository's
 * Next.js and React.
 */
export async function createNextApp(app: string, tarball: string): Promise<NextApp> {
  await mkdir(join(root, ".cache"), { recursive: true });
  const folder = await mkdtemp(join(root, ".cache/next-"));
  await cp(app, folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  // Without its own configuration, the app would use the repository's, which resolves the package to its sources.
  await writeFile(join(folder, "jsconfig.json"), "{}");
  await unpackPackage(tarball, folder);
  const fixed = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", REPOSITORY: root };
  let stop = async () => {};
  return {
    async build() {
      const { code, stdout, stderr } = await runToEnd(process.execPath, [program, "build"], folder, fixed);
      if (code !== 0) throw new Error(`next build failed: ${stdout}${stderr}`);
      return stdout;
    },
    async start(environment) {
      const args = [program, "start", "--hostname", "127.0.0.1", "--port", "0"];
      const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...fixed, ...environment } });
      stop = async () => {
        child.kill("SIGKILL");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      };
      let output = "";
      child.stderr.on("data", (chunk) => {
        output += chunk;
      });
      for await (const chunk of child.stdout) {
        output += chunk;
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
        if (url !== undefined) return url;
      }
      throw new Error(`next start ended: ${output}`);
    },
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
