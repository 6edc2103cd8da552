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
 * Lets other commands work on the folder while this process holds it; null on PostgreSQL, which they open themselves.
 *
 * @param place the folder, or the URL of a database
 */
export async function openControl(
  authorityOptions: AuthorityOptions,
  place: string,
  log: Log,
): Promise<ControlChannel | null> {
  const folder = folderOf(place);
  if (folder === null) return null;
  const settings = readSettings(authorityOptions);
  const { storage } = authorityOptions;
  try {
    return await openControlChannel({
      folder,
      version,
      allowInsecureJwks: settings.allowInsecureJwks,
      servicesOf: (project) => buildServices(storage, settingsOfProject(settings, readProjectId(project))),
      onFault: log.fault,
    });
  } catch (error) {
    // Requests are served all the same; commands then find the folder locked.
    log.fault(error);
    return null;
  }
}
