import type { Attribution } from "../changes/audit-entry.ts";
import type { CommandServices } from "../control/remote-services.ts";
import type { ServiceOptions } from "./open-services.ts";

/** The author of a change that a command makes, for the audit log. */
export const BY_CLI: Attribution = { actor: "cli" };

/**
 * Runs a command's work with the services of its project. If a running server has opened the database folder, that
 * server provides the services. Otherwise, the command opens the database.
 */
export async function withServices<T>(
  options: ServiceOptions,
  work: (services: CommandServices) => Promise<T>,
): Promise<T> {
  // The services are imported on demand, so `--help` and `--version` stay fast.
  const { openServices } = await import("./open-services.ts");
  const { services, close } = await openServices(options);
  try {
    return await work(services);
  } finally {
    await close();
  }
}
