import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { getPath } from "hono/utils/url";
import {
  ANONYMOUS_PATH,
  CLAIM_PATH,
  EXCHANGE_PATH,
  MAX_EXCHANGE_BODY_BYTES,
  MINT_PATH,
  OAUTH_TOKEN_PATH,
  REFRESH_PATH,
  REVOCATIONS_PATH,
  SECURITY_EVENTS_PATH,
} from "../../../src/core/protocol.ts";
import type { DecisionLog } from "../activity/decision-log.ts";
import type { HourlyTask } from "../base/hourly-task.ts";
import { Refusal } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { emitRequests } from "../http/emit-requests.ts";
import { limitBody } from "../http/limit-body.ts";
import { limitContentLength } from "../http/limit-content-length.ts";
import { PathRouter } from "../http/path-router.ts";
import { projectCors } from "../http/project-cors.ts";
import { recordDecisions } from "../http/record-decisions.ts";
import { answerOf, answerTo, isServerFailure, type RefusalAnswer } from "../http/refusal-answers.ts";
import { refuse, respond } from "../http/respond.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { ReadinessReport } from "../observability/health/create-readiness.ts";
import { publicOpenapi } from "../openapi/create-openapi.ts";
import { MAX_AGE_TO_ISSUE_MS } from "../revocations/revocation-list.ts";
import { createSecurityEventReceiver } from "../security-events/receive-security-event.ts";
import { createOwnTokens } from "../signing/own-tokens.ts";
import { signToken } from "../signing/sign-token.ts";
import { createRevocationSigner } from "../signing/signed-revocations.ts";
import { addFileBytes, addThreadApi, THREAD_API_PATHS } from "../thread-api/add-thread-api.ts";
import type { ThreadApiDependencies } from "../thread-api/thread-api-dependencies.ts";
import { type Admission, authenticate, checkRevocation } from "../tokens/authenticate.ts";
import { decideWorkspace } from "../tokens/decide-workspace.ts";
import { hasFormBody, readSubjectToken } from "../tokens/exchange-form.ts";
import { decidedBy, type Principal } from "../tokens/principal.ts";
import { readRefreshBody } from "../visitors/read-refresh-body.ts";
import type { Visitor, Visitors } from "../visitors/visitors.ts";
import type { AuthorityEnvironment } from "./authority-environment.ts";
import type { Services } from "./build-services.ts";
import { discoveryDocument } from "./discovery-document.ts";
import { addOauthRoutes } from "./oauth-routes.ts";
import { addRevocationRoutes } from "./revocation-routes.ts";
import { addSecurityEventRoutes } from "./security-event-routes.ts";

const MAX_BODY_BYTES = 16 * 1024;
/**
 * The maximum size of a request body with a message, in bytes. The longest allowed content fits, even if every
 * character is escaped or needs three bytes.
 */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const onlyBackend: Admission = { kinds: ["apiKey"], refusal: "backend_only" };
const onlyProvider: Admission = { kinds: ["provider"], refusal: "provider_token_required" };
const anyPrincipal: Admission = { kinds: ["apiKey", "provider", "workspace"], refusal: "authorization_unsupported" };

/**
 * Returns the address that identifies a caller for rate limits: an IPv4 address or an IPv6 /64 network. Returns null if
 * the address is unknown.
 */
export function addressOfCaller(c: Context, settings: AuthoritySettings): string | null {
  const { connection } = (c.env ?? {}) as Partial<AuthorityEnvironment["Bindings"]>;
  return settings.clientAddress(c.req.raw.headers, connection?.remoteAddress);
}

export interface PublicRouteDependencies {
  settings: AuthoritySettings;
  services: Services;
  visitors: Visitors;
  decisions: DecisionLog;
  limits: RateLimits;
  /** The dependencies of the assistant-ui API; null if another service stores the threads. */
  threads: Omit<ThreadApiDependencies, "authenticate" | "authenticateBackend"> | null;
  /**
   * Deletes data that is older than its retention period. The routes call `runWhenDue()`, which runs the work in the
   * background.
   */
  sweep: Pick<HourlyTask, "runWhenDue">;
  readiness(): Promise<ReadinessReport>;
  /** The prefix of every route's path; empty for the root project. */
  pathPrefix: string;
}

/**
 * Creates the public routes of a project. A mint or exchange request passes through `authenticate`, `decideWorkspace`,
 * `signToken` and `respond`, in this order.
 */
export function createPublicRoutes({
  settings,
  services,
  visitors,
  decisions,
  limits,
  threads,
  sweep,
  readiness,
  pathPrefix,
}: PublicRouteDependencies): Hono<AuthorityEnvironment> {
  const { version, keys, rules, origins, signingKeys, revocations } = services;
  const ownTokens = createOwnTokens(signingKeys, settings, revocations);
  const verifiers = { settings, keys, rules, limits, revocations, ownTokens };
  const ownOrigin = new URL(settings.issuer).origin;
  const app = new Hono<AuthorityEnvironment>({
    router: new PathRouter(),
    ...(pathPrefix === "" ? {} : { getPath: (request) => withoutPrefix(getPath(request), pathPrefix) }),
  });

  async function authenticateCaller(
    c: Context<AuthorityEnvironment>,
    admission: Admission,
    bodyToken?: string,
  ): Promise<Principal> {
    sweep.runWhenDue();
    await version.check();
    const address = () => addressOfCaller(c, settings);
    const principal = await authenticate(c.req.raw.headers, address, admission, verifiers, bodyToken);
    const by = decidedBy(principal);
    if (by !== undefined) c.set("decidedBy", by);
    await checkRevocation(principal, verifiers);
    return principal;
  }
  async function issue(principal: Principal): Promise<string> {
    const identity = decideWorkspace(principal);
    // Read the clock before the revocations. Otherwise, a sign-out after their read would not revoke the new token.
    const startedAt = Math.floor(settings.now() / 1000);
    // Another process may have stored a sign-out since the first check. No sign-out revokes an API key.
    if (principal.kind !== "apiKey") await version.check(MAX_AGE_TO_ISSUE_MS);
    const revoked = await revocations.live();
    // Check the caller's credential against the same revocation list that determines the new token's `iat`. Otherwise,
    // a sign-out after the first check would not revoke the new token.
    if (principal.kind === "visitor") revoked.checkVisitor(identity, principal.visitor.startedAt);
    if (principal.kind === "provider") revoked.checkIdToken(identity, principal.claims["iat"]);
    const issuedAt = Math.max(startedAt, revoked.minimumIat(identity));
    return signToken(await signingKeys.get(), settings, identity, issuedAt);
  }
  /**
   * Returns the headers of the response. If the caller sent an ID token, they contain an `Authorization` header with a
   * new workspace token. Clients of the hosted cloud read this header from every response, errors included.
   */
  async function headersFor(c: Context<AuthorityEnvironment>, principal: Principal) {
    // Most callers do not authenticate with an ID token. Their response reuses the prepared headers.
    if (principal.kind !== "provider") return c.get("pageHeaders");
    const headers = { Authorization: `Bearer ${await issue(principal)}`, ...c.get("pageHeaders") };
    c.set("pageHeaders", headers);
    return headers;
  }
  async function issueVisitorTokens(identify: () => Promise<Visitor>) {
    await version.check();
    const visitor = await identify();
    const { token, expiresAt } = visitor.refreshToken;
    return {
      refresh_token: { token, expires_at: expiresAt.toISOString() },
      access_token: await issue({ kind: "visitor", visitor }),
    };
  }

  const refusePage = (c: Context<AuthorityEnvironment>, answer: RefusalAnswer) => refuse(answer, c.get("pageHeaders"));
  app.onError((error, c) => {
    const answer = answerTo(error);
    if (isServerFailure(answer)) settings.onFault(error);
    return refusePage(c, answer);
  });
  app.notFound((c) => refusePage(c, answerOf("not_found")));

  if (settings.onEvent !== null) app.use(emitRequests(settings.projectId, settings.onEvent));
  if (threads?.files) addFileBytes(app as unknown as Hono, threads.files);
  app.use("/v1/*", recordDecisions(decisions, settings.now), projectCors(origins.live));
  const tooLarge = (c: Context<AuthorityEnvironment>) => refusePage(c, answerOf("body_too_large"));
  const limitOthers = limitContentLength(MAX_BODY_BYTES, tooLarge);
  const limitForm = limitBody(MAX_EXCHANGE_BODY_BYTES, tooLarge);
  app.use("/v1/auth/*", (c, next) =>
    c.req.path === EXCHANGE_PATH && hasFormBody(c.req.raw.headers) ? limitForm(c, next) : limitOthers(c, next),
  );
  // The handlers of these routes read the body, so its actual size is limited too.
  app.on(
    "POST",
    [REFRESH_PATH, CLAIM_PATH, REVOCATIONS_PATH, SECURITY_EVENTS_PATH],
    limitBody(MAX_BODY_BYTES, tooLarge),
  );
  app.post(MINT_PATH, async (c) =>
    respond({ token: await issue(await authenticateCaller(c, onlyBackend)) }, c.get("pageHeaders")),
  );
  app.post(EXCHANGE_PATH, async (c) => {
    const bodyToken = hasFormBody(c.req.raw.headers) ? await readSubjectToken(c.req.raw) : undefined;
    return respond({ token: await issue(await authenticateCaller(c, onlyProvider, bodyToken)) }, c.get("pageHeaders"));
  });
  app.post(ANONYMOUS_PATH, async (c) => {
    // For a request without a preflight, a browser only hides the response from the page. The server must therefore
    // reject the request.
    if (c.get("isForeignPage") && c.req.header("Origin") !== ownOrigin) throw new Refusal("origin_not_allowed");
    await limits.anonymous(addressOfCaller(c, settings));
    return respond(await issueVisitorTokens(visitors.create), c.get("pageHeaders"));
  });
  app.post(REFRESH_PATH, async (c) => {
    await limits.refresh(addressOfCaller(c, settings));
    const renewed = await issueVisitorTokens(async () => visitors.renew(await readRefreshBody(c.req.raw)));
    return respond(renewed, c.get("pageHeaders"));
  });
  if (threads !== null) {
    const readsBody = limitBody(MAX_MESSAGE_BYTES, tooLarge);
    for (const path of THREAD_API_PATHS) app.on(["POST", "PUT", "DELETE"], path, readsBody);
    addThreadApi(app as unknown as Hono, {
      ...threads,
      async authenticate(c) {
        const principal = await authenticateCaller(c as Context<AuthorityEnvironment>, anyPrincipal);
        const scope = { projectId: settings.projectId, ...decideWorkspace(principal) };
        return { scope, headers: await headersFor(c as Context<AuthorityEnvironment>, principal) };
      },
      async authenticateBackend(c) {
        await authenticateCaller(c as Context<AuthorityEnvironment>, onlyBackend);
        return c.get("pageHeaders");
      },
    });
  } else {
    // Another service stores the threads, so the list is empty. Clients of the hosted cloud use this route to exchange
    // an ID token.
    app.get("/v1/threads", async (c) => {
      const principal = await authenticateCaller(c, anyPrincipal);
      decideWorkspace(principal);
      return respond({ threads: [] }, await headersFor(c, principal));
    });
  }
  if (visitors.canClaim) {
    app.post(CLAIM_PATH, async (c) => {
      await limits.refresh(addressOfCaller(c, settings));
      const principal = await authenticateCaller(c, anyPrincipal);
      const owner = decideWorkspace(principal);
      const headers = await headersFor(c, principal);
      return respond({ moved: await visitors.claim(owner, await readRefreshBody(c.req.raw)) }, headers);
    });
  }

  const signRevocations = createRevocationSigner(settings);
  addRevocationRoutes(
    app,
    revocations,
    async (c) => {
      const principal = await authenticateCaller(c, onlyBackend);
      return principal.kind === "apiKey" ? principal.keyId : "";
    },
    async () => {
      await version.check();
      return signRevocations(await revocations.live(), await signingKeys.get());
    },
  );
  const { issuer, now, projectId } = settings;
  addSecurityEventRoutes(app, createSecurityEventReceiver({ rules, revocations, issuer, now, projectId }), async () =>
    version.check(),
  );
  app.use(OAUTH_TOKEN_PATH, recordDecisions(decisions, settings.now), projectCors(origins.live));
  addOauthRoutes(app, settings, async (c, idToken) => issue(await authenticateCaller(c, onlyProvider, idToken)));
  app.get("/.well-known/jwks.json", async (c) => {
    await version.check();
    return c.json((await signingKeys.get()).jwks, 200, { "Cache-Control": "public, max-age=300" });
  });
  app.get("/.well-known/openid-configuration", (c) =>
    c.json(discoveryDocument(settings), 200, { "Cache-Control": "public, max-age=300" }),
  );
  app.get("/openapi.json", cors(), etag(), (c) =>
    c.json(publicOpenapi, 200, { "Cache-Control": "public, max-age=300" }),
  );
  app.get("/healthz", (c) => c.json({ ok: true }, 200, { "Cache-Control": "no-store" }));
  app.get("/readyz", async (c) => {
    const report = await readiness();
    return c.json(report, report.ready ? 200 : 503, { "Cache-Control": "no-store" });
  });
  return app;
}

/**
 * Removes a project's prefix from the start of a path. If the path does not start with the prefix, removes the prefix
 * from the end: paths of OAuth metadata documents end with it (RFC 8414 §3.1, RFC 9728 §3.1).
 */
function withoutPrefix(path: string, prefix: string): string {
  return (path.startsWith(prefix) ? path.slice(prefix.length) : path.slice(0, -prefix.length)) || "/";
}
