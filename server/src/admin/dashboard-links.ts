import type { Actor } from "../changes/audit-entry.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSetUpLinks } from "./session/set-up-links.ts";

/** Makes set-up links of the dashboard, with which the admin's password is set. */
export interface DashboardLinks {
  /**
   * A link that sets the admin's password, also when there is one; it works once, for an hour, and takes every earlier
   * link out of force. The password that was set before counts until the link is used. No use where `adminOpenId` has switched the
   * password off.
   */
  createSetUpLink(): Promise<string>;
  /** The same for a database without an admin; null when there is one, or `adminOpenId` has switched the password off. */
  createFirstSetUpLink(): Promise<string | null>;
}

export function createDashboardLinks(
  storage: AuthorityStorage,
  settings: Pick<AuthoritySettings, "issuer" | "projectId" | "now" | "adminOpenId">,
  actor: Actor,
): DashboardLinks {
  const links = createSetUpLinks(storage, settings);
  // Behind the `#`, so that no server or log ever sees it.
  const link = (token: string) => `${settings.issuer}/dashboard/#setup=${token}`;
  return {
    createSetUpLink: async () => link(await links.create(actor)),
    async createFirstSetUpLink() {
      if (settings.adminOpenId?.passwordSignIn === false) return null;
      const token = await links.createFirst();
      return token === null ? null : link(token);
    },
  };
}
