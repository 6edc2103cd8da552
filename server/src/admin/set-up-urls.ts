import type { Attribution } from "../changes/audit-entry.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSetUpLinks } from "./session/set-up-links.ts";

/** Where a server listens unless its options say otherwise. */
const DEFAULT_ISSUER = "http://127.0.0.1:8787";

/** URLs that set the admin's password. */
export interface SetUpUrls {
  /**
   * Creates a one-time URL, valid for an hour, and revokes every earlier one. The current password stays valid until the
   * URL is used.
   *
   * @param options.issuer where the dashboard is served. Default: the server's own issuer, else `http://127.0.0.1:8787`
   */
  create(options: { issuer?: string }, by: Attribution): Promise<string>;
  /** The same for a database without an admin; null when there is one. */
  createFirst(): Promise<string | null>;
}

/** Creates the {@link SetUpUrls} of a database. `issuer` is null where no server is known. */
export function createSetUpUrls(
  storage: AuthorityStorage,
  settings: Pick<ProjectSettings, "projectId" | "now"> & { issuer: string | null },
): SetUpUrls {
  const links = createSetUpLinks(storage, settings);
  // A fragment, so that no server or log sees the token.
  const urlOf = (token: string, issuer = settings.issuer ?? DEFAULT_ISSUER) => `${issuer}/dashboard/#setup=${token}`;
  return {
    create: async ({ issuer }, by) => urlOf(await links.create(by), issuer),
    async createFirst() {
      const token = await links.createFirst();
      return token === null ? null : urlOf(token);
    },
  };
}
