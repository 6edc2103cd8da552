import { buildServices } from "../app/build-services.ts";
import { settingsOfProject } from "../app/settings-of-project.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { readSettings } from "../config/authority-settings.ts";
import { readProjectId } from "../config/project-settings.ts";
import { type ControlChannel, openControlChannel } from "../control/open-control-channel.ts";
import type { Log } from "../observability/log/create-log.ts";
import { folderOf } from "../storage/open-storage.ts";
import { version } from "./version.ts";

/**
 * Opens the control channel, through which other commands access the database folder that this process has opened.
 * Returns null if the channel cannot be opened. Also returns null for PostgreSQL, because several processes can use
 * PostgreSQL at once.
 *
 * @param location the folder, or the URL of a database
 */
export async function openControl(
  authorityOptions: AuthorityOptions,
  location: string,
  log: Log,
): Promise<ControlChannel | null> {
  const folder = folderOf(location);
  if (folder === null) return null;
  const settings = readSettings(authorityOptions);
  const { storage } = authorityOptions;
  try {
    return await openControlChannel({
      folder,
      version,
      allowInsecureJwks: settings.allowInsecureJwks,
      servicesOf: (project) => buildServices(storage, settingsOfProject(settings, readProjectId(project))),
      onFault: log.error,
    });
  } catch (error) {
    // The server can serve requests without the control channel, so it continues. Commands then report that the folder
    // is locked.
    log.error(error);
    return null;
  }
}
