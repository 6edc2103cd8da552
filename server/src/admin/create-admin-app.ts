import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AuditLog } from "../activity/audit-log.ts";
import type { DecisionLog } from "../activity/decision-log.ts";
import { Refusal } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { answerOf, isServerFailure } from "../http/refusal-answers.ts";
import type { ApiKeys } from "../keys/api-keys.ts";
import type { AllowedOrigins } from "../origins/allowed-origins.ts";
import type { ProjectList } from "../projects/project-list.ts";
import type { Revocations } from "../revocations/revocations.ts";
import type { RuleStore } from "../rules/rule-store.ts";
import type { SigningKeys } from "../signing/signing-keys.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import type { ThreadService } from "../threads/thread-service.ts";
import { activityRoutes } from "./activity/activity-routes.ts";
import { adminRoutes } from "./admins/admin-routes.ts";
import { adminAnswerTo, refuseAdmin } from "./http/admin-answers.ts";
import type { AdminEnv } from "./http/admin-env.ts";
import { adminHeaders } from "./http/admin-headers.ts";
import { guardRequests } from "./http/guard-requests.ts";
import { keyRoutes } from "./keys/key-routes.ts";
import { originRoutes } from "./origins/origin-routes.ts";
import { projectRoutes } from "./projects/project-routes.ts";
import { revocationRoutes } from "./revocations/revocation-routes.ts";
import { ruleRoutes } from "./rules/rule-routes.ts";
import type { AdminAccount } from "./session/admin-account.ts";
import type { AdminList } from "./session/admin-list.ts";
import { isLoopbackRequest } from "./session/is-loopback-request.ts";
import type { KnownDevices } from "./session/known-device.ts";
import type { LoginLimit } from "./session/login-limit.ts";
import type { OpenIdSignIn } from "./session/session-bodies.ts";
import { readSessionCookie } from "./session/session-cookie.ts";
import { sessionRoutes } from "./session/session-routes.ts";
import type { SetUpUrls } from "./set-up-urls.ts";
import { signingKeyRoutes } from "./signing-keys/signing-key-routes.ts";
import { statusRoutes } from "./status/status-routes.ts";
import { threadRoutes } from "./threads/thread-routes.ts";
import { tryTokenRoutes } from "./tokens/try-token-routes.ts";

/** The base path of the admin API. */
export const ADMIN_PATH = "/admin/api";
const MAX_BODY_BYTES = 64 * 1024;

export interface AdminDependencies {
  storage: AuthorityStorage;
  settings: AuthoritySettings;
  account: AdminAccount;
  /** Limits sign-in attempts with a password or with OpenID. */
  limit: LoginLimit;
  /** Recognizes browsers in which an admin has already signed in. */
  devices: KnownDevices;
  /** Sign-in with the team's OpenID provider; null if none is configured. */
  openId: OpenIdSignIn | null;
  rules: RuleStore;
  keys: ApiKeys;
  signingKeys: SigningKeys;
  revocations: Revocations;
  origins: AllowedOrigins;
  projects: ProjectList;
  admins: AdminList;
  setUpUrls: SetUpUrls;
  threads: ThreadService;
  audit: AuditLog;
  decisions: DecisionLog;
  /**
   * Returns a caller's IPv4 address, or the /64 network of an IPv6 address. Returns an empty text for an unknown
   * address. {@link LoginLimit} counts sign-in attempts per address.
   */
  addressOf(c: Context): string;
}

/**
 * Creates the dashboard's API. Every request must pass the CSRF guard. All routes except the session routes then check
 * the caller's session. One error handler converts every thrown error to a response.
 */
export function createAdminApp(dependencies: AdminDependencies): Hono<AdminEnv> {
  const { settings, account } = dependencies;
  const app = new Hono<AdminEnv>().basePath(ADMIN_PATH);
  app.onError((error) => {
    const answer = adminAnswerTo(error);
    if (isServerFailure(answer)) settings.onFault(error);
    return refuseAdmin(answer);
  });
  app.notFound(() => refuseAdmin(answerOf("not_found")));

  app.use(adminHeaders(), guardRequests(settings.issuer));
  app.use((c, next) => {
    if (/%00/.test(c.req.url))
      throw new Refusal("fields_invalid", { fields: { "": "The address must not contain NUL" } });
    return next();
  });
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuseAdmin(answerOf("body_too_large")) }));
  const needsNoSession = (c: Context) =>
    settings.admin === "loopback" && isLoopbackRequest(c, settings.issuer, dependencies.addressOf(c));
  app.route("/", sessionRoutes({ ...dependencies, needsNoSession, now: settings.now }));
  // Every path below requires a session, even a path without a route. Callers without a session therefore cannot find
  // out which routes exist.
  app.use(async (c, next) => {
    const token = readSessionCookie(c);
    const session = token === null || needsNoSession(c) ? null : await account.find(token);
    if (session === null && !needsNoSession(c)) throw new Refusal("session_missing");
    c.set("by", { actor: "admin", admin: session?.owner.name ?? null });
    return next();
  });
  app.route("/", ruleRoutes(dependencies.rules, settings));
  app.route("/", keyRoutes(dependencies.keys, settings.now));
  app.route("/", originRoutes(dependencies.origins, settings));
  app.route("/", projectRoutes(dependencies.projects, settings.projectId));
  app.route("/", adminRoutes(dependencies));
  app.route("/", signingKeyRoutes(dependencies.signingKeys));
  app.route("/", revocationRoutes(dependencies.revocations));
  app.route("/", tryTokenRoutes(dependencies, settings));
  app.route("/", statusRoutes(settings, dependencies.storage.kind));
  if (settings.threads) app.route("/", threadRoutes(dependencies.threads));
  app.route("/", activityRoutes(dependencies.decisions, dependencies.audit));
  return app;
}
