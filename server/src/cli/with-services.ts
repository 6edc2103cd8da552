import type { Attribution } from "../changes/audit-entry.ts";
import type { CommandServices } from "../control/remote-services.ts";
import type { CommonOptions } from "./common-options.ts";

/** How the audit log records the changes of commands. */
export const BY_CLI: Attribution = { actor: "cli" };

/** The options of a command that decide on which services it works. */
export interface ServiceOptions extends Pick<CommonOptions, "data" | "json"> {
  /** Default: `default`, for commands on all projects. */
  project?: string;
  allowInsecureJwks?: boolean;
}

/** Runs a command on the services of its project: those of the server that holds the folder, else those of the opened database. */
export async function withServices<T>(
  options: ServiceOptions,
  work: (services: CommandServices) => Promise<T>,
): Promise<T> {
  // `--help` and `--version` load none of this.
  const { openServices } = await import("./open-services.ts");
  const { services, close } = await openServices(options);
  try {
    return await work(services);
  } finally {
    await close();
  }
}
