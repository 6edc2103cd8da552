import { vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";

/** The exit code and the output of a command. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of the CLI in this process, because starting a process takes longer. Only `environment` selects the
 * database; an environment variable `DATABASE_URL` of this process has no effect.
 */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  try {
    return { code: await runCli(args), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

/** Runs a command with {@link runCommand} and returns its JSON output; throws if the exit code is not 0. */
export async function runCommandForJson(
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  // biome-ignore lint/suspicious/noExplicitAny: each test checks the fields that it expects
): Promise<any> {
  const { code, stdout, stderr } = await runCommand([...args, "--json"], environment);
  if (code !== 0) throw new Error(`\`${args.join(" ")}\` ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
