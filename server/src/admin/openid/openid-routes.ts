import { type Context, Hono } from "hono";
import { AuthorityError } from "../../base/authority-error.ts";
import { isRefusal } from "../../base/refusal.ts";
import { adminHeaders } from "../http/admin-headers.ts";
import { ownOriginsOf } from "../http/own-origins.ts";
import type { AdminAccount } from "../session/admin-account.ts";
import { SESSION_LIFETIME_MS } from "../session/admin-sessions.ts";
import type { LoginLimit } from "../session/login-limit.ts";
import { writeSessionCookie } from "../session/session-cookie.ts";
import type { OpenIdAttempts } from "./openid-attempts.ts";
import type { OpenIdProvider } from "./openid-provider.ts";
import { readReturnPage } from "./return-page.ts";
import { OUTCOME_PARAMETER, SignInFailure, type SignInOutcome } from "./sign-in-outcome.ts";

/** The base path of the sign-in with the team's OpenID provider. */
export const OPENID_PATH = "/admin/oidc";
/** The path of the redirect URI, below the issuer. */
export const CALLBACK_PATH = `${OPENID_PATH}/callback`;
// A proxy may serve the authority below a path, so the dashboard's URL is relative.
const DASHBOARD = "../../dashboard/";

export interface OpenIdDependencies {
  /** The public base URL of the authority. */
  issuer: string;
  provider: OpenIdProvider;
  attempts: OpenIdAttempts;
  account: AdminAccount;
  limit: LoginLimit;
  addressOf(c: Context): string;
  onFault(error: unknown): void;
}

/**
 * Creates the route that redirects to the provider, and the callback route that completes the sign-in. Every response
 * is a redirect. After a failure, the response redirects to the dashboard's sign-in page.
 */
export function createOpenIdApp(dependencies: OpenIdDependencies): Hono {
  const { issuer, provider, attempts, account, limit } = dependencies;
  const app = new Hono().basePath(OPENID_PATH);
  app.use(adminHeaders());

  function redirectAfterFailure(c: Context, error: unknown, page: string): Response {
    const outcome = outcomeOf(error);
    const reason = error instanceof SignInFailure ? error.reason : null;
    if (reason !== null) dependencies.onFault(providerFailedError(reason));
    else if (outcome === "unavailable") dependencies.onFault(error);
    return c.redirect(`${DASHBOARD}?${OUTCOME_PARAMETER}=${outcome}${page}`, 303);
  }

  app.get("/start", async (c) => {
    const issuerUrl = sameAtIssuer(c.req.url, issuer);
    if (issuerUrl !== null) return c.redirect(issuerUrl, 303);
    const page = readReturnPage(c.req.query("page"));
    try {
      const attempt = attempts.begin(c, page);
      return c.redirect((await provider.authorizationUrl(attempt)).href, 303);
    } catch (error) {
      return redirectAfterFailure(c, error, page);
    }
  });

  app.get("/callback", async (c) => {
    const attempt = attempts.find(c);
    // A request that another site triggered does not match the sign-in of this browser. It is not a guess, so it does
    // not count as a failed attempt.
    if (attempt === null || c.req.queries("state")?.join() !== attempt.state) {
      return redirectAfterFailure(c, new SignInFailure("stale"), attempt?.page ?? readReturnPage(undefined));
    }
    const caller = { address: dependencies.addressOf(c), name: null, knownDeviceId: null };
    try {
      await limit.count(caller);
      if (!(await attempts.use(c, attempt))) throw new SignInFailure("stale");
      const person = await provider.redeemCallback(new URL(c.req.url).search, attempt);
      writeSessionCookie(c, await account.signInByOpenId(person), SESSION_LIFETIME_MS / 1000);
      await limit.resetCount(caller);
      return c.redirect(`${DASHBOARD}${attempt.page}`, 303);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === "cancelled" || outcome === "unreachable") await limit.undoCount(caller);
      const isRefusal = outcome === "not_allowed" || outcome === "failed";
      if (isRefusal) await limit.countRefusal(caller);
      if (isRefusal && (await limit.mayAuditRefusal())) await account.auditRefusal({ openId: true });
      return redirectAfterFailure(c, error, attempt.page);
    }
  });
  return app;
}

function outcomeOf(error: unknown): SignInOutcome {
  if (error instanceof SignInFailure) return error.outcome;
  return isRefusal(error) && error.code === "rate_limited" ? "too_many" : "unavailable";
}

/** Creates the error for the operator's log. The user sees only that the sign-in failed, not the reason. */
function providerFailedError(reason: string): AuthorityError {
  return new AuthorityError(
    "provider_failed",
    `Sign-in to the dashboard with the OpenID provider failed: ${reason}.`,
    "Compare issuer, client id, secret and redirect URI with the provider's settings; `assistant-cloud-server doctor --openid-issuer` checks them.",
  );
}

/**
 * Returns the URL that starts the sign-in at the issuer's host. Returns null if the given URL already has that host, or
 * if one of the two hosts is not a loopback host.
 *
 * The provider redirects to the issuer's host, but browsers send the sign-in's cookie only to the host that set the
 * cookie. The sign-in must therefore start at the issuer's host.
 */
function sameAtIssuer(url: string, issuer: string): string | null {
  const { origin, search } = new URL(url);
  const [own, ...aliases] = [new URL(issuer).origin, ...ownOriginsOf(issuer)];
  return origin === own || !aliases.includes(origin) ? null : `${issuer}${OPENID_PATH}/start${search}`;
}
