import type { AuthorityStorage } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { adminSessions, admins, auditLog } from "../../../../src/storage/schema.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../../support/open-test-storage.ts";
import { startTeamProvider, type TeamProvider } from "./start-team-provider.ts";
import { openBrowser, openTeamDashboard, type TeamDashboard, type TeamOptions } from "./team-dashboard.ts";

/** A provider and an authority that trusts it; `ada` may enter. */
export interface TeamSetting {
  storage: AuthorityStorage;
  provider: TeamProvider;
  dashboard: TeamDashboard;
  /** Has the authority start once more, set up otherwise. */
  reopen(options: TeamOptions): Promise<void>;
  /** A browser of its own. */
  visitor(): ReturnType<typeof openBrowser>;
  /** What the audit log says of the account, newest first. */
  audit(): Promise<{ action: string; details: unknown }[]>;
}

/** Registers the hooks of a test file; what it returns is filled before its tests, and the authority is anew for each. */
export function setUpTeam(): TeamSetting {
  const team = {
    reopen: (options) => team.dashboard.setUp(team.provider.issuer, options),
    visitor: () => openBrowser(team.dashboard.url),
    async audit() {
      const { entries } = await team.dashboard.authority.audit.list({ action: "admin" });
      return entries.map(({ action, details }) => ({ action, details }));
    },
  } as TeamSetting;
  beforeAll(async () => {
    team.storage = await openTestStorage();
    team.dashboard = await openTeamDashboard(team.storage);
    team.provider = await startTeamProvider(`${team.dashboard.url}/admin/oidc/callback`);
  }, STORAGE_TIMEOUT_MS);
  afterAll(async () => {
    await team.dashboard.close();
    await team.provider.close();
    await team.storage.close();
  });
  beforeEach(async () => {
    await team.storage.run(async (database) => {
      for (const table of [admins, adminSessions, auditLog]) await database.delete(table);
    });
    await team.reopen({});
  });
  afterEach(async () => {
    vi.useRealTimers();
    team.provider.answerAsUsual();
    await team.provider.start();
  });
  return team;
}
