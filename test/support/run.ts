import { execFile } from "node:child_process";
import process from "node:process";

/** How a program ended and what it printed. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** npm hands its own settings to the scripts it runs; a program in another folder must not see them. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)|^NODE_ENV$/i.test(name),
  ),
);

/** Runs a program to its end. */
export function runToEnd(program: string, args: readonly string[], cwd: string, environment = {}): Promise<Finished> {
  const env = { ...inherited, ...environment };
  const windows = process.platform === "win32" && !program.endsWith(".exe");
  const options = { cwd, env, shell: windows, maxBuffer: 100_000_000 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      resolve({ code, stdout, stderr: stderr || (code === 0 ? "" : String(error)) });
    });
  });
}

/**
 * Runs a program that must succeed and returns what it printed.
 *
 * @throws with what it printed when it fails
 */
export async function run(program: string, args: readonly string[], cwd: string, environment = {}): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(program, args, cwd, environment);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed (exit code ${code}): ${stdout}${stderr}`);
  return stdout;
}
