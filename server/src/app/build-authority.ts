import type { Context } from "hono";
import { createDecisionLog } from "../activity/decision-log.ts";
import { emitDecisions } from "../activity/emit-decisions.ts";
import { buildAdmin } from "../admin/build-admin.ts";
import { ADMIN_PATH } from "../admin/create-admin-app.ts";
import { OPENID_PATH } from "../admin/openid/openid-routes.ts";
import { createHourlyTask } from "../base/hourly-task.ts";
import type { AuthorityOptions } from "../config/authority-options.ts";
import { type AuthoritySettings, readSettings } from "../config/authority-settings.ts";
import { createRateLimits } from "../limits/rate-limits.ts";
import { deleteExpiredCounts } from "../limits/shared-limiter.ts";
import { createReadiness } from "../observability/health/create-readiness.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createVisitors } from "../visitors/visitors.ts";
import type { Authority } from "./authority.ts";
import { buildServices, type Services } from "./build-services.ts";
import { buildThreadApi, moveAll } from "./build-thread-api.ts";
import { toProgramApi } from "./program-api.ts";
import { addressOfCaller, createPublicRoutes } from "./public-routes.ts";

/** Creates an authority from its options; see {@link startAuthority}. */
export async function buildAuthority(options: AuthorityOptions): Promise<Authority> {
  const settings = readSettings(options);
  return startAuthority(options.storage, settings, buildServices(options.storage, settings));
}

/**
 * Creates the authority of a project. Loads the settings into memory, creates or decrypts the signing key, and builds
 * the routes.
 *
 * @param pathPrefix the prefix of every route's path. Default: none.
 */
export async function startAuthority(
  storage: AuthorityStorage,
  settings: AuthoritySettings,
  services: Services,
  pathPrefix = "",
): Promise<Authority> {
  const { version, keys, signingKeys, origins, revocations } = services;
  const stopListening = version.listen();
  try {
    await version.check();
    await signingKeys.get();
    await origins.live();
    await revocations.live();
  } catch (error) {
    stopListening();
    throw error;
  }
  const visitors = createVisitors(storage, { ...settings, moveThreads: moveAll(settings, services.threads) });
  const decisions = emitDecisions(
    createDecisionLog(settings.decisionLogSize, settings.now),
    settings.projectId,
    settings.onEvent,
  );
  const sweep = createHourlyTask(() => sweepAll(storage, settings, services), settings.now, settings.onFault);
  const threads = settings.threads ? buildThreadApi(storage, settings, services.threads) : null;
  const app = createPublicRoutes({
    settings,
    services,
    visitors,
    decisions,
    limits: createRateLimits(storage, settings),
    threads,
    sweep,
    readiness: createReadiness(storage, signingKeys),
    pathPrefix,
  });
  if (settings.admin) {
    const addressOf = (c: Context) => addressOfCaller(c, settings) ?? "";
    const { api, openId } = await buildAdmin({ storage, settings, decisions, addressOf, ...services });
    app.all(`${ADMIN_PATH}/*`, (c) => {
      sweep.runWhenDue();
      return api.fetch(c.req.raw, c.env);
    });
    if (openId !== null) app.all(`${OPENID_PATH}/*`, (c) => openId.fetch(c.req.raw, c.env));
  }
  return {
    fetch: async (request, connection = {}) => app.fetch(request, { connection }),
    ...toProgramApi(services, settings),
    async close() {
      stopListening();
      const attachments = threads?.files?.attachments;
      await Promise.all([keys, signingKeys, visitors, sweep, attachments].map((each) => each?.settle()));
    },
  };
}

/**
 * Deletes expired counts of the rate limits. Also deletes data that is older than its retention period. If a deletion
 * fails, passes the error to `onFault` and continues with the next deletion.
 */
async function sweepAll(
  storage: AuthorityStorage,
  { threads, onFault }: AuthoritySettings,
  { audit, threads: service }: Services,
): Promise<void> {
  await deleteExpiredCounts(storage).catch(onFault);
  if (threads) await service.deleteExpiredData().catch(onFault);
  await audit.deleteExpired().catch(onFault);
}
