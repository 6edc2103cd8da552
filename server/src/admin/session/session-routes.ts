import { type Context, Hono } from "hono";
import { isRefusal, Refusal, type RefusalCode } from "../../base/refusal.ts";
import { readBody } from "../http/read-body.ts";
import type { AdminAccount } from "./admin-account.ts";
import { SESSION_LIFETIME_MS } from "./admin-sessions.ts";
import type { LoginLimit } from "./login-limit.ts";
import { type OpenIdWay, passwordBody, type SessionState, setUpBody, signInBody } from "./session-bodies.ts";
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from "./session-cookie.ts";

/** The refusals that go to the audit log: somebody had the wrong password or link. */
const WRONG_SECRET: readonly (string | null)[] = [
  "sign_in_refused",
  "set_up_refused",
  "password_refused",
] satisfies RefusalCode[];

/** What the routes of the account work on. */
export interface SessionParts {
  readonly account: AdminAccount;
  readonly limit: LoginLimit;
  /** The caller's address, by which tries are counted. */
  readonly addressOf: (c: Context) => string;
  /** The way in by the team's provider; null where there is none. */
  readonly openId: OpenIdWay | null;
  /** Whether a caller needs no session. */
  readonly isOpen: (c: Context) => boolean;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** The routes of the account. `session` and `setup` are open without a session; the others look for one themselves. */
export function sessionRoutes({ account, limit, addressOf, openId, isOpen, now }: SessionParts): Hono {
  const routes = new Hono();

  async function stateOf(token: string | null): Promise<SessionState> {
    const session = token === null ? null : await account.find(token);
    // Whoever came by the provider may have no password at all.
    const isSetUp = (session !== null && openId === null) || (await account.isSetUp());
    const ways = { isSetUp, ...(openId === null ? {} : { openId }) };
    if (session === null) return { signedIn: false, ...ways };
    const { expiresAt, endsAt } = session;
    return { signedIn: true, ...ways, expiresAt: expiresAt.toISOString(), endsAt: endsAt.toISOString() };
  }
  async function enter(c: Context, arrive: () => Promise<string>): Promise<Response> {
    const address = addressOf(c);
    await limit.count(address);
    const token = await arrive().catch(async (error: unknown) => {
      const code = isRefusal(error) ? error.code : null;
      // Who looks for a new password that is taken, is guessing at none.
      if (code === "fields_invalid") await limit.takeBack(address);
      if (WRONG_SECRET.includes(code) && (await limit.mayNote())) await account.noteRefusal();
      throw error;
    });
    await limit.forgive(address);
    writeSessionCookie(c, token, SESSION_LIFETIME_MS / 1000);
    return c.json(await stateOf(token));
  }

  async function requireSession(c: Context): Promise<void> {
    const token = readSessionCookie(c);
    if (token === null || (await account.find(token)) === null) throw new Refusal("session_missing");
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
    if (!isOpen(c)) return c.json(await stateOf(readSessionCookie(c)));
    const end = new Date(now() + SESSION_LIFETIME_MS).toISOString();
    return c.json({ signedIn: true, isSetUp: true, isOpen: true, expiresAt: end, endsAt: end } satisfies SessionState);
  });
  routes.post("/session", async (c) => {
    const { password } = await readBody(c.req.raw, signInBody);
    return enter(c, () => account.signIn(password));
  });
  routes.post("/setup", async (c) => {
    const { token, password } = await readBody(c.req.raw, setUpBody);
    return enter(c, () => account.setUp(token, password));
  });
  routes.put("/password", async (c) => {
    await requireSession(c);
    const { current, password } = await readBody(c.req.raw, passwordBody);
    return enter(c, () => account.changePassword(current, password));
  });
  routes.delete("/session", async (c) => {
    const token = readSessionCookie(c);
    // Whoever has no session any more is signed out already.
    if (token !== null && (await account.find(token)) !== null) await account.signOut(token);
    clearSessionCookie(c);
    return c.body(null, 204);
  });
  routes.delete("/sessions", async (c) => {
    await requireSession(c);
    await account.signOutEverywhere();
    clearSessionCookie(c);
    return c.body(null, 204);
  });
  return routes;
}
