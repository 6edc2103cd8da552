import type { AuthorityStorage } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { adminSessions, admins, auditLog } from "../../../../src/storage/schema.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../../support/open-test-storage.ts";
import { startTeamProvider, type TeamProvider } from "./start-team-provider.ts";
import { openBrowser, openTeamDashboard, type TeamDashboard, type TeamOptions } from "./team-dashboard.ts";

/** An OpenID provider and an authority. The authority trusts the provider and admits the user `ada`. */
export interface TeamSetting {
  storage: AuthorityStorage;
  provider: TeamProvider;
  dashboard: TeamDashboard;
  reopen(options: TeamOptions): Promise<void>;
  openBrowser(): ReturnType<typeof openBrowser>;
  /** Returns the audit log's entries about admins, newest first. */
  audit(): Promise<{ action: string; details: unknown }[]>;
}

/**
 * Registers Vitest hooks that start one OpenID provider per test file and a new authority before each test. The hooks
 * put both into the returned object.
 */
export function setUpTeam(): TeamSetting {
  const team = {
    reopen: (options) => team.dashboard.setUp(team.provider.issuer, options),
    openBrowser: () => openBrowser(team.dashboard.url),
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
