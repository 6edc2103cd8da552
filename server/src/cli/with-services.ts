import type { Attribution } from "../changes/audit-entry.ts";
import type { CommandServices } from "../control/remote-services.ts";
import type { ServiceOptions } from "./open-services.ts";

/** The actor that the audit log records for changes by commands. */
export const BY_CLI: Attribution = { actor: "cli" };

/**
 * Runs a command on its project's services. If a running server has the folder open, that server provides the services.
 * Otherwise, the command opens the database.
 */
export async function withServices<T>(
  options: ServiceOptions,
  work: (services: CommandServices) => Promise<T>,
): Promise<T> {
  // The services are loaded on demand, so that `--help` and `--version` stay fast.
  const { openServices } = await import("./open-services.ts");
  const { services, close } = await openServices(options);
  try {
    return await work(services);
  } finally {
    await close();
  }
}
