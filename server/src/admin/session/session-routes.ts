import { type Context, Hono } from "hono";
import { isRefusal, Refusal, type RefusalCode } from "../../base/refusal.ts";
import { readBody } from "../http/read-body.ts";
import type { AdminAccount, NewSession } from "./admin-account.ts";
import { SESSION_LIFETIME_MS, type SessionOwner } from "./admin-sessions.ts";
import type { KnownDevices } from "./known-device.ts";
import type { Caller, LoginLimit } from "./login-limit.ts";
import type { QueuePosition } from "./password-hash.ts";
import { type OpenIdSignIn, passwordBody, type SessionState, setUpBody, signInBody } from "./session-bodies.ts";
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from "./session-cookie.ts";

/**
 * The refusal codes for an incorrect password or an invalid link. The server counts such refusals as guesses, and
 * writes at most 10 per minute to the audit log.
 */
const WRONG_SECRET: readonly (string | null)[] = [
  "sign_in_refused",
  "set_up_refused",
  "password_refused",
] satisfies RefusalCode[];

export interface SessionDependencies {
  readonly account: AdminAccount;
  readonly limit: LoginLimit;
  readonly devices: KnownDevices;
  /** Returns the address of a caller. {@link LoginLimit} counts sign-in attempts per address. */
  readonly addressOf: (c: Context) => string;
  /** Sign-in through the team's OpenID provider; null if none is configured. */
  readonly openId: OpenIdSignIn | null;
  /** Returns whether a caller may use the dashboard without a session, as in development on this machine. */
  readonly needsNoSession: (c: Context) => boolean;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Creates the routes for dashboard sessions and passwords. Without a session, only `/session` and `/setup` work. */
export function sessionRoutes({
  account,
  limit,
  devices,
  addressOf,
  openId,
  needsNoSession,
  now,
}: SessionDependencies): Hono {
  const routes = new Hono();

  async function stateOf(token: string | null): Promise<SessionState> {
    const session = token === null ? null : await account.find(token);
    // A user of the OpenID provider may have a session although no admin has a password yet. With a provider, a session
    // therefore does not prove that an admin has set one.
    const isSetUp = (session !== null && openId === null) || (await account.isSetUp());
    const ways = { isSetUp, ...(openId === null ? {} : { openId }) };
    if (session === null) return { signedIn: false, ...ways, ...(token === null ? {} : { hasEnded: true as const }) };
    const { owner, expiresAt, endsAt } = session;
    const { name, signInMethod } = owner;
    return {
      signedIn: true,
      name,
      signInMethod,
      ...ways,
      expiresAt: expiresAt.toISOString(),
      endsAt: endsAt.toISOString(),
    };
  }
  async function startSession(
    c: Context,
    caller: Omit<Caller, "address"> & { name: string },
    authenticate: (position: QueuePosition) => Promise<NewSession>,
  ): Promise<Response> {
    const by: Caller = { ...caller, address: addressOf(c) };
    const rank = await limit.count(by);
    const { token, name } = await authenticate({ rank, signal: c.req.raw.signal }).catch(async (error: unknown) => {
      const code = isRefusal(error) ? error.code : null;
      // A rejected new password is not a guess, so the attempt is not counted.
      if (code === "fields_invalid") await limit.undoCount(by);
      if (WRONG_SECRET.includes(code)) {
        await limit.countRefusal(by);
        if (await limit.mayAuditRefusal()) await account.auditRefusal({ openId: false, name: caller.name });
      }
      throw error;
    });
    await limit.resetCount(by);
    writeSessionCookie(c, token, SESSION_LIFETIME_MS / 1000);
    devices.remember(c, name);
    return c.json(await stateOf(token));
  }

  async function findSession(c: Context): Promise<{ token: string; owner: SessionOwner } | null> {
    const token = readSessionCookie(c);
    const session = token === null ? null : await account.find(token);
    return token === null || session === null ? null : { token, owner: session.owner };
  }
  async function requireSessionOwner(c: Context): Promise<SessionOwner> {
    const session = await findSession(c);
    if (session === null) throw new Refusal("session_missing");
    return session.owner;
  }

  if (openId?.only) {
    const refuse = () => {
      throw new Refusal("password_off", { provider: openId.name });
    };
    routes.post("/session", refuse);
    routes.post("/setup", refuse);
    routes.put("/password", refuse);
  }
  routes.get("/session", async (c) => {
    if (!needsNoSession(c)) return c.json(await stateOf(readSessionCookie(c)));
    const end = new Date(now() + SESSION_LIFETIME_MS).toISOString();
    return c.json({
      signedIn: true,
      isSetUp: true,
      needsNoSession: true,
      expiresAt: end,
      endsAt: end,
    } satisfies SessionState);
  });
  routes.post("/session", async (c) => {
    const { name, password } = await readBody(c.req.raw, signInBody);
    return startSession(c, { name, knownDeviceId: devices.find(c, name) }, (position) =>
      account.signIn(name, password, position),
    );
  });
  routes.post("/setup", async (c) => {
    const { token, name, password } = await readBody(c.req.raw, setUpBody);
    return startSession(c, { name, knownDeviceId: null }, () => account.setUp(token, name, password));
  });
  routes.put("/password", async (c) => {
    const owner = await requireSessionOwner(c);
    const { current, password } = await readBody(c.req.raw, passwordBody);
    if (owner.signInMethod === "openid") throw new Refusal("password_off", { provider: openId?.name ?? "OpenID" });
    const { name } = owner;
    return startSession(c, { name, knownDeviceId: `session of ${name}` }, () =>
      account.changePassword(name, current, password),
    );
  });
  routes.delete("/session", async (c) => {
    const session = await findSession(c);
    // Without a session, the caller is already signed out.
    if (session !== null) await account.signOut(session.token, session.owner);
    clearSessionCookie(c);
    return c.body(null, 204);
  });
  routes.delete("/sessions", async (c) => {
    await account.signOutEverywhere(await requireSessionOwner(c));
    clearSessionCookie(c);
    return c.body(null, 204);
  });
  return routes;
}
