import {
  type Authority,
  type AuthorityOptions,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createAdminSessions } from "../../../src/admin/session/admin-sessions.ts";
import { createPasswordHasher } from "../../../src/admin/session/password-hash.ts";
import { adminSessions, admins, apiKeys, auditLog, authRules } from "../../../src/storage/schema.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";

export const ISSUER = "https://auth.example.com";
export const PASSWORD = "a long walk by the river";

export interface AdminReply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test checks the fields that it expects
  body: any;
}

/** A running authority without an admin. It is new for each test and has a manual clock. */
export interface AdminSetting {
  storage: AuthorityStorage;
  authority: Authority;
  server: AuthorityServer;
  faults: unknown[];
  /** The time of the authority's clock, in milliseconds since the epoch. */
  time: number;
  /**
   * Sends a request as the dashboard does. `cookie` is the session cookie. A header with the value null is not sent.
   */
  send(method: string, path: string, options?: SendOptions): Promise<AdminReply>;
  setUpToken(): Promise<string>;
  /**
   * Stores an admin and a session in the database and returns the session cookie. All admins share one password hash,
   * to save time. Default of `name`: `admin`.
   */
  signIn(name?: string): Promise<string>;
  pass(milliseconds: number): void;
}

export interface SendOptions {
  cookie?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string | null>>;
}

let hashing: Promise<string | null> | null = null;
/** Hashes the password once for all test files that share this module. */
function hashedPassword(): Promise<string | null> {
  hashing ??= createPasswordHasher().hash(PASSWORD);
  return hashing;
}

/** Registers Vitest hooks that start a new authority before each test. The hooks put it into the returned object. */
export function setUpAdmin(options: Partial<AuthorityOptions> = {}): AdminSetting {
  const setting = {} as AdminSetting;
  let passwordHash = "";
  Object.assign(setting, {
    faults: [],
    time: 0,
    async send(method: string, path: string, { cookie, body, headers = {} }: SendOptions = {}) {
      const all = new Headers({ Origin: options.issuer ?? ISSUER });
      if (method !== "GET" && method !== "DELETE") all.set("Content-Type", "application/json");
      if (cookie !== undefined) all.set("Cookie", cookie);
      for (const [name, value] of Object.entries(headers)) value === null ? all.delete(name) : all.set(name, value);
      const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
      const response = await fetch(`${setting.server.url}/admin/api${path}`, {
        method,
        headers: all,
        ...(method === "GET" || method === "DELETE" ? {} : { body: text }),
      });
      return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || "{}") };
    },
    async setUpToken() {
      return tokenOfLink(await setting.authority.dashboard.createSetUpLink());
    },
    async signIn(name = "admin") {
      const createdAt = new Date(setting.time);
      const token = await setting.storage.transaction(async (database) => {
        await database.insert(admins).values({ id: name, passwordHash, createdAt }).onConflictDoNothing();
        const sessions = createAdminSessions(setting.storage, { adminOpenId: null, now: () => setting.time });
        return sessions.begin(database, { signInMethod: "password", name });
      });
      return `__Host-aui-admin=${token}`;
    },
    pass(milliseconds: number) {
      setting.time += milliseconds;
    },
  } satisfies Partial<AdminSetting>);

  beforeAll(async () => {
    setting.storage = await openTestStorage();
    passwordHash = (await hashedPassword()) ?? "";
  }, STORAGE_TIMEOUT_MS);
  afterAll(() => setting.storage.close());
  beforeEach(async () => {
    setting.time = Date.UTC(2026, 0, 1, 12);
    await setting.storage.run(async (database) => {
      for (const table of [admins, adminSessions, auditLog, apiKeys, authRules]) await database.delete(table);
    });
    setting.faults.length = 0;
    setting.authority = await createAuthority({
      storage: setting.storage,
      issuer: ISSUER,
      now: () => setting.time,
      onFault: (error) => setting.faults.push(error),
      ...options,
    });
    setting.server = await serveAuthority({ authority: setting.authority, port: 0, dashboardFolder: null });
  }, STORAGE_TIMEOUT_MS);
  afterEach(async () => {
    await setting.server.close();
    await setting.authority.close();
  });
  return setting;
}

/** Returns the first cookie that a response sets, as a browser would send it; throws if the response sets none. */
export function cookieOf({ status, headers }: AdminReply): string {
  const cookie = headers.get("Set-Cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`No cookie was set: ${status}`);
  return cookie;
}

export function tokenOfLink(link: string): string {
  return new URLSearchParams(new URL(link).hash.slice(1)).get("setup") ?? "";
}
