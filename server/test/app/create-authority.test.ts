import {
  type AuthorityOptions,
  type AuthorityStorage,
  createAuthority,
  isAuthorityError,
} from "assistant-cloud-server";
import { afterEach, expect, test, vi } from "vitest";

const storage = {
  kind: "memory",
  localSecret: "x".repeat(32),
  transaction: vi.fn(),
  run: vi.fn(),
} as unknown as AuthorityStorage;
const issuer = "https://auth.example.com";
afterEach(() => vi.unstubAllEnvs());

const refused = async (options: object, name: string) => {
  const error = await createAuthority({ storage, issuer, ...options } as AuthorityOptions).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    code: "invalid_setting",
    message: expect.stringContaining(name),
    remedy: expect.any(String),
  });
  expect(isAuthorityError(error)).toBe(true);
};

test.each([
  [{ storage: undefined }, "storage"],
  [{ storage: {} }, "storage"],
  [{ issuer: "" }, "issuer"],
  [{ issuer: "auth.example.com" }, "issuer"],
  [{ issuer: "ftp://auth.example.com" }, "issuer"],
  [{ issuer: "https://auth.example.com/" }, "issuer"],
  [{ issuer: "https://user@auth.example.com" }, "issuer"],
  [{ issuer: "https://auth.example.com?a=b" }, "issuer"],
  [{ projectId: "a b" }, "projectId"],
  [{ projectId: "" }, "projectId"],
  [{ projectId: "x".repeat(65) }, "projectId"],
  [{ signingAlgorithm: "HS256" }, "signingAlgorithm"],
  [{ tokenLifetimeSeconds: 4 }, "tokenLifetimeSeconds"],
  [{ tokenLifetimeSeconds: 3601 }, "tokenLifetimeSeconds"],
  [{ tokenLifetimeSeconds: 60.5 }, "tokenLifetimeSeconds"],
  [{ allowedOrigins: Array.from({ length: 33 }, () => "https://a.example") }, "allowedOrigins"],
  [{ secret: "short" }, "secret"],
  [{ now: 7 }, "now"],
])("createAuthority() rejects the options %j and names the option %s", async (options, name) => {
  await refused(options, name);
});

test("S38 createAuthority() rejects a development-only option in production", async () => {
  vi.stubEnv("NODE_ENV", "production");
  await refused({ allowInsecureJwks: true }, "allowInsecureJwks");
});

test("createAuthority() rejects a short secret from the environment and does not repeat the secret", async () => {
  vi.stubEnv("AUTHORITY_SECRET", "hunter2");
  await refused({}, "AUTHORITY_SECRET");
  const error = await createAuthority({ storage, issuer }).catch((reason: unknown) => reason);
  expect(JSON.stringify(error)).not.toContain("hunter2");
});
