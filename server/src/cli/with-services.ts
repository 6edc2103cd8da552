import type { Attribution } from "../changes/audit-entry.ts";
import type { CommandServices } from "../control/remote-services.ts";
import type { ServiceOptions } from "./open-services.ts";

/** How the audit log records the changes of commands. */
export const BY_CLI: Attribution = { actor: "cli" };

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
