import type { Context, Hono } from "hono";
import { createAuditLog } from "../activity/audit-log.ts";
import type { DecisionLog } from "../activity/decision-log.ts";
import { loadPart } from "../base/load-part.ts";
import { actingAs } from "../changes/acting-as.ts";
import type { SettingsWatch } from "../changes/settings-watch.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { createKeyRing } from "../keys/key-ring.ts";
import { createAllowedOrigins } from "../origins/allowed-origins.ts";
import { createProjectList } from "../projects/project-list.ts";
import { createRuleBook } from "../rules/rule-book.ts";
import { createSigningKeys } from "../signing/signing-keys.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createAdminApp } from "./create-admin-app.ts";
import { createAdminAccount } from "./session/admin-account.ts";
import { createLoginLimit } from "./session/login-limit.ts";

/** What the rest of the authority shares with the admin API. */
export interface AdminSurroundings {
  storage: AuthorityStorage;
  settings: AuthoritySettings;
  watch: SettingsWatch;
  decisions: DecisionLog;
  addressOf(c: Context): string;
}

/** The dashboard's API, and the sign-in by the team's provider where there is one. */
export interface Admin {
  api: Hono;
  openId: Hono | null;
}

/** Puts the admin API together. Its services are its own, since the audit log lays their changes to the admin. */
export async function buildAdmin({
  storage,
  settings,
  watch,
  decisions,
  addressOf,
}: AdminSurroundings): Promise<Admin> {
  const own = actingAs(watch, "admin");
  const account = createAdminAccount(storage, settings);
  const limit = createLoginLimit(storage, settings.projectId);
  const { adminOpenId } = settings;
  const api = createAdminApp({
    settings,
    storageKind: storage.kind,
    account,
    limit,
    openId: adminOpenId && { name: adminOpenId.name, only: !adminOpenId.passwordSignIn },
    rules: createRuleBook(storage, settings, own),
    keys: createKeyRing(storage, settings, own),
    origins: createAllowedOrigins(storage, settings, own),
    projects: createProjectList(storage, settings.now, "admin", settings.projectId),
    signingKeys: createSigningKeys(storage, settings, own),
    audit: createAuditLog(storage, settings.projectId),
    decisions,
    addressOf,
  });
  if (adminOpenId === null) return { api, openId: null };
  // Its library is wanted by nobody else.
  const { buildOpenId } = await loadPart(() => import("./openid/build-openid.ts"));
  return { api, openId: buildOpenId(storage, settings, adminOpenId, { account, limit, addressOf }) };
}
