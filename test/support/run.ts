import { execFile } from "node:child_process";
import process from "node:process";

/** A program's exit code and output. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * This process's environment variables, without `NODE_ENV` and without the variables that npm sets for a script.
 * Includes npm's registry, cache and user settings.
 */
export const inheritedEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)|^NODE_ENV$/i.test(name),
  ),
);

/**
 * Runs a program and resolves when the program ends, even if it fails. The exit code is 1 if the program cannot start
 * or a signal ends the program.
 */
export function runToEnd(program: string, args: readonly string[], cwd: string, environment = {}): Promise<Finished> {
  const env = { ...inheritedEnvironment, ...environment };
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
 * Runs a program and returns its output.
 * @throws an error with the output when the program fails
 */
export async function run(program: string, args: readonly string[], cwd: string, environment = {}): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(program, args, cwd, environment);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed (exit code ${code}): ${stdout}${stderr}`);
  return stdout;
}
