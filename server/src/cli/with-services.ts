import type { Services } from "../app/build-services.ts";
import type { Attribution } from "../changes/audit-entry.ts";
import type { ProjectOptions } from "../config/project-settings.ts";
import { type CommonOptions, openChosenStorage } from "./common-options.ts";

/** How the audit log records the changes of commands. */
export const BY_CLI: Attribution = { actor: "cli" };

/** The options of a command that decide how its services check settings. */
export interface ServiceOptions extends Pick<CommonOptions, "data"> {
  /** Default: `default`, for commands on all projects. */
  project?: string;
  allowInsecureJwks?: boolean;
  allowedOrigin?: string[];
}

/** Opens the database, runs a command on the services of its project, and closes the database. */
export async function withServices<T>(options: ServiceOptions, work: (services: Services) => Promise<T>): Promise<T> {
  const storage = await openChosenStorage(options);
  try {
    // After the database is open: what a command needs to start stays small.
    const { buildServices } = await import("../app/build-services.ts");
    const { readProjectSettings } = await import("../config/project-settings.ts");
    const settings = readProjectSettings(storage, toProjectOptions(options));
    return await work(buildServices(storage, { ...settings, issuer: null }));
  } finally {
    await storage.close();
  }
}

/** The options of a command as those of a project. */
export function toProjectOptions({ project, allowInsecureJwks, allowedOrigin }: ServiceOptions): ProjectOptions {
  return {
    ...(project === undefined ? {} : { projectId: project }),
    allowInsecureJwks: allowInsecureJwks ?? false,
    allowedOrigins: allowedOrigin ?? [],
  };
}
