import { KeyObject } from "node:crypto";
import { type Authority, type AuthorityStorage, type AuthRuleInput, createAuthority } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { exchange } from "./call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "./open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "./start-issuer.ts";

/** An auth provider, and an authority of the current test's project. Both use the same manual clock. */
export interface ExchangeSetting {
  storage: AuthorityStorage;
  provider: TestIssuer;
  authority: Authority;
  projectId: string;
  /** The time of the provider's and the authority's clock, in milliseconds since the epoch. */
  time: number;
  now(): number;
  seconds(): number;
  rule(more?: Partial<AuthRuleInput>): AuthRuleInput;
  privateKey(): KeyObject;
  header(): { alg: string; kid: string };
  claims(more?: object): Record<string, unknown>;
  /** Exchanges a token and expects a refusal with this status and error. */
  refused(token: string, status: number, error: string | RegExp): Promise<void>;
}

/**
 * Registers Vitest hooks that start one auth provider per test file and a new authority before each test. The hooks put
 * both into the returned object.
 */
export function setUpExchange(): ExchangeSetting {
  const setting = {} as ExchangeSetting;
  Object.assign(setting, {
    time: 0,
    now: () => setting.time,
    seconds: () => setting.time / 1000,
    rule: (more: object = {}) => ({
      name: "provider",
      issuer: setting.provider.issuer,
      jwksUrl: setting.provider.jwksUrl,
      audience: AUDIENCE,
      ...more,
    }),
    privateKey: () => KeyObject.from(setting.provider.privateKey),
    header: () => ({ alg: "RS256", kid: setting.provider.kid }),
    claims: (more: object = {}) => ({
      iss: setting.provider.issuer,
      aud: AUDIENCE,
      sub: "user-1",
      iat: setting.seconds(),
      exp: setting.seconds() + 600,
      ...more,
    }),
    async refused(token: string, status: number, error: string | RegExp) {
      const reply = await exchange(setting.authority, token);
      const expected = typeof error === "string" ? error : expect.stringMatching(error);
      expect(reply).toMatchObject({ status, body: { error: expected } });
    },
  } satisfies Partial<ExchangeSetting>);

  beforeAll(async () => {
    setting.storage = await openTestStorage();
    setting.provider = await startIssuer({ now: setting.now });
  }, STORAGE_TIMEOUT_MS);
  afterAll(async () => {
    await setting.provider.close();
    await setting.storage.close();
  });
  let project = 0;
  beforeEach(async () => {
    setting.time = Date.UTC(2026, 0, 1, 12);
    setting.projectId = `project-${++project}`;
    setting.authority = await createAuthority({
      storage: setting.storage,
      issuer: "https://auth.example.com",
      projectId: setting.projectId,
      allowInsecureJwks: true,
      now: setting.now,
    });
  });
  afterEach(() => {
    setting.provider.answer = null;
  });
  return setting;
}
