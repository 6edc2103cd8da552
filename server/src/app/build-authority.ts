import type { Context } from "hono";
import { createAuditLog } from "../activity/audit-log.ts";
import { createDecisionLog } from "../activity/decision-log.ts";
import { tellDecisions } from "../activity/tell-decisions.ts";
import { buildAdmin } from "../admin/build-admin.ts";
import { ADMIN_PATH } from "../admin/create-admin-app.ts";
import { createDashboardLinks } from "../admin/dashboard-links.ts";
import { OPENID_PATH } from "../admin/openid/openid-routes.ts";
import { actingAs } from "../changes/acting-as.ts";
import type { Actor } from "../changes/audit-entry.ts";
import { createSettingsWatch } from "../changes/settings-watch.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { readSettings } from "../config/authority-settings.ts";
import { createKeyRing } from "../keys/key-ring.ts";
import { createRateLimits } from "../limits/rate-limits.ts";
import { createReadiness } from "../observability/health/create-readiness.ts";
import { createAllowedOrigins } from "../origins/allowed-origins.ts";
import { createRuleBook } from "../rules/rule-book.ts";
import { createSigningKeys } from "../signing/signing-keys.ts";
import { createVisitorLog } from "../visitors/visitor-log.ts";
import { addressOf, createApp } from "./app.ts";
import type { Authority } from "./authority.ts";

/** Puts together what keeps a project's keys and rules, without the part that answers; changes are laid to the actor. */
export function buildRegistry(options: AuthorityOptions, actor: Actor = "program") {
  const settings = readSettings(options);
  const { storage } = options;
  const watch = actingAs(createSettingsWatch(storage, settings.projectId, settings.now), actor);
  const keys = createKeyRing(storage, settings, watch);
  const rules = createRuleBook(storage, settings, watch);
  const signingKeys = createSigningKeys(storage, settings, watch);
  const origins = createAllowedOrigins(storage, settings, watch);
  return { storage, settings, watch, keys, rules, signingKeys, origins };
}

/**
 * Puts an authority together; its first signing key is made, and opened, before it is handed out.
 *
 * @param pathPrefix what stands before its routes' paths
 */
export async function buildAuthority(options: AuthorityOptions, pathPrefix = ""): Promise<Authority> {
  const { settings, watch, keys, rules, signingKeys, origins } = buildRegistry(options);
  const stopListening = watch.listen();
  try {
    await watch.check();
    await signingKeys.get();
    await origins.live();
  } catch (error) {
    stopListening();
    throw error;
  }
  const limits = createRateLimits(options.storage, settings);
  const visitors = createVisitorLog(options.storage, settings);
  const kept = createDecisionLog(settings.decisionLogSize, settings.now);
  const decisions = tellDecisions(kept, settings.projectId, settings.onEvent);
  const app = createApp(
    { settings, keys, rules, signingKeys, limits },
    visitors,
    watch,
    decisions,
    origins,
    createReadiness(options.storage, signingKeys),
    pathPrefix,
  );
  if (settings.admin) {
    const { storage } = options;
    const address = (c: Context) => addressOf(c, settings) ?? "";
    const { api, openId } = await buildAdmin({ storage, settings, watch, decisions, addressOf: address });
    app.all(`${ADMIN_PATH}/*`, (c) => api.fetch(c.req.raw, c.env));
    if (openId !== null) app.all(`${OPENID_PATH}/*`, (c) => openId.fetch(c.req.raw, c.env));
  }
  return {
    fetch: async (request, connection = {}) => app.fetch(request, { connection }),
    keys: { create: keys.create, list: keys.list, roll: keys.roll, revoke: keys.revoke },
    rules: {
      add: rules.add,
      list: rules.list,
      update: rules.update,
      setEnabled: rules.setEnabled,
      remove: rules.remove,
    },
    signingKeys: { list: signingKeys.list, rotate: signingKeys.rotate, revoke: signingKeys.revoke },
    allowedOrigins: { list: origins.list, set: origins.set, add: origins.add, remove: origins.remove },
    audit: createAuditLog(options.storage, settings.projectId),
    dashboard: createDashboardLinks(options.storage, settings, "program"),
    async close() {
      stopListening();
      await Promise.all([keys.settle(), signingKeys.settle(), visitors.settle()]);
    },
  };
}
