import type { Attribution } from "../changes/audit-entry.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSetUpLinks, type SetUpLink } from "./session/set-up-links.ts";

/** Where a server listens unless its options say otherwise. */
const DEFAULT_ISSUER = "http://127.0.0.1:8787";

/** What a set-up URL is created for. */
export interface SetUpUrlOptions {
  /** Where the dashboard is served. Default: the server's own issuer, else `http://127.0.0.1:8787`. */
  issuer?: string;
  /** The admin whose password it sets. Default: the only admin, or the first one of a database without any. */
  name?: string;
}

/** URLs that set an admin's password. */
export interface SetUpUrls {
  /**
   * Creates a one-time URL, valid for an hour, and revokes every earlier one of that admin. The current password stays valid until the
   * URL is used. Throws `not_found`, and `invalid_setting` without a name where there are several admins.
   */
  create(options: SetUpUrlOptions, by: Attribution): Promise<string>;
  /** The same for an admin of a new name. Throws `conflict` when there is one of that name. */
  invite(options: SetUpUrlOptions & { name: string }, by: Attribution): Promise<string>;
  /** The same for a database without an admin; null when there is one. */
  createFirst(): Promise<string | null>;
}

/** Creates the {@link SetUpUrls} of a database. `issuer` is null where no server is known. */
export function createSetUpUrls(
  storage: AuthorityStorage,
  settings: Pick<ProjectSettings, "projectId" | "now"> & { issuer: string | null },
): SetUpUrls {
  const links = createSetUpLinks(storage, settings);
  // A fragment, so that no server or log sees the token. The name is for the form; the token decides.
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
