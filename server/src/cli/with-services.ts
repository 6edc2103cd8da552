import type { Attribution } from "../changes/audit-entry.ts";
import type { CommandServices } from "../control/remote-services.ts";
import type { ServiceOptions } from "./open-services.ts";

/** The actor of changes through the CLI. The audit log records this actor. */
export const BY_CLI: Attribution = { actor: "cli" };

/**
 * Calls `work` with the services of the project. If a running server has opened the database folder, that server
 * provides the services. Otherwise, this command opens the database.
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
