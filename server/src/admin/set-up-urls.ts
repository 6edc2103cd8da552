import type { Attribution } from "../changes/audit-entry.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSetUpLinks, type SetUpLink } from "./session/set-up-links.ts";

/** The base URL of set-up URLs if the server's issuer is unknown. */
const DEFAULT_ISSUER = "http://127.0.0.1:8787";

/** The options of {@link SetUpUrls}. */
export interface SetUpUrlOptions {
  /**
   * The public base URL of the authority that serves the dashboard. Default: the issuer of the running server. If no
   * server runs, the default is `http://127.0.0.1:8787`.
   */
  issuer?: string;
  /**
   * The name of the admin whose password the URL sets. Default: the name of the only admin. If there are no admins yet,
   * the URL sets up the first admin.
   */
  name?: string;
}

/** Creates one-time URLs. An admin opens such a URL to set a dashboard password. */
export interface SetUpUrls {
  /**
   * Creates a one-time URL, valid for an hour, and revokes the admin's earlier URLs. The current password stays valid
   * until the URL is used. Throws `not_found` for an unknown name. Throws `invalid_setting` for an invalid name, or if
   * the name is missing and there are several admins.
   */
  create(options: SetUpUrlOptions, by: Attribution): Promise<string>;
  /**
   * Creates a URL that sets up a new admin. Throws `invalid_setting` for an invalid name. Throws `conflict` if an admin
   * already has the name.
   */
  invite(options: SetUpUrlOptions & { name: string }, by: Attribution): Promise<string>;
  /** Creates the URL that sets up the first admin. Returns null if an admin exists. */
  createFirst(): Promise<string | null>;
}

/**
 * Creates the {@link SetUpUrls} of a database.
 *
 * @param settings the project's settings; `issuer` is null if the server's issuer is unknown
 */
export function createSetUpUrls(
  storage: AuthorityStorage,
  settings: Pick<ProjectSettings, "projectId" | "now"> & { issuer: string | null },
): SetUpUrls {
  const links = createSetUpLinks(storage, settings);
  // Browsers do not send the fragment, so no server or log receives the token. The name only prefills the form: the
  // token alone determines the admin.
  const urlOf = ({ token, name }: SetUpLink, issuer = settings.issuer ?? DEFAULT_ISSUER) =>
    `${issuer}/dashboard/#setup=${token}${name === null ? "" : `&name=${name}`}`;
  return {
    create: async ({ issuer, name }, by) => urlOf(await links.reset(name, by), issuer),
    invite: async ({ issuer, name }, by) => urlOf(await links.invite(name, by), issuer),
    async createFirst() {
      const link = await links.createFirst();
      return link === null ? null : urlOf(link);
    },
  };
}
