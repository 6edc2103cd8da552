import { AuthorityError, isAuthorityError } from "../base/authority-error.ts";
import type { RunningServer } from "../control/find-running-server.ts";
import type { CommandServices } from "../control/remote-services.ts";
import { type CommonOptions, openChosenStorage } from "./common-options.ts";
import { reachServer } from "./reach-server.ts";

/** The command options that select a database and a project. */
export interface ServiceOptions extends Pick<CommonOptions, "data" | "json"> {
  /** The id of the project. Default: `default`. */
  project?: string;
  allowInsecureJwks?: boolean;
}

/** The services that a command has opened. The command must close them. */
export interface OpenedServices {
  readonly services: CommandServices;
  close(): Promise<void>;
}

/**
 * Opens the services of the project that a command's options select. Throws the errors of `openStorage` and of {@link
 * reachServer}. Throws `invalid_setting` if the command allows insecure JWKS URLs but the running server does not.
 */
export async function openServices(options: ServiceOptions): Promise<OpenedServices> {
  for (;;) {
    const server = await reachServer(options);
    if (server !== null) return toServerServices(server, options);
    try {
      return await openDirectly(options);
    } catch (error) {
      // Another process has opened the folder in the meantime. The loop repeats, so reachServer() waits for that
      // process.
      if (!isAuthorityError(error) || error.code !== "storage_locked") throw error;
    }
  }
}

function toServerServices(
  server: RunningServer,
  { project = "default", allowInsecureJwks }: ServiceOptions,
): OpenedServices {
  if (allowInsecureJwks && !server.allowInsecureJwks) {
    throw new AuthorityError(
      "invalid_setting",
      "The running server was started without --allow-insecure-jwks.",
      "Restart `serve` with that option, or omit it here.",
    );
  }
  return { services: server.servicesOf(project), close: async () => {} };
}

async function openDirectly(options: ServiceOptions): Promise<OpenedServices> {
  const storage = await openChosenStorage(options);
  try {
    const { buildServices } = await import("../app/build-services.ts");
    const { readProjectSettings } = await import("../config/project-settings.ts");
    const { project, allowInsecureJwks = false } = options;
    const chosen = { ...(project === undefined ? {} : { projectId: project }), allowInsecureJwks };
    const settings = readProjectSettings(storage, chosen);
    return { services: buildServices(storage, { ...settings, issuer: null }), close: storage.close };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
