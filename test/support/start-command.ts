import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";

const TIMEOUT_MS = 60_000;

/** A command that runs until {@link stopCommand} ends it. */
export interface StartedCommand {
  child: ChildProcess;
  /** The text that the pattern's group matched in the output. */
  match: string;
}

/**
 * Starts a command in a folder and resolves when its standard output matches a pattern with one group.
 * @throws when the command exits, or a minute passes, before its output matches
 */
export async function startCommand(folder: string, command: string[], pattern: RegExp): Promise<StartedCommand> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { cwd: folder, detached: true });
  child.stderr.pipe(process.stderr);
  let printed = "";
  const match = await new Promise<string | undefined>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk;
      const [, matched] = pattern.exec(stripVTControlCharacters(printed)) ?? [];
      if (matched !== undefined) resolve(matched);
    });
    for (const event of ["exit", "error"]) child.once(event, () => resolve(undefined));
    setTimeout(resolve, TIMEOUT_MS, undefined).unref();
  });
  if (match !== undefined) return { child, match };
  await stopCommand(child);
  throw new Error(`${command.join(" ")} did not print ${pattern}: ${printed}`);
}

/** Ends a command and the processes that it has started, as Ctrl-C does. */
export async function stopCommand(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGINT");
  await ended;
}
