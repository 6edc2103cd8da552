import { type AuthorityStorage, createAuthority } from "assistant-cloud-auth/authority";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { call, exchange, mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

let storage: AuthorityStorage;
let provider: TestIssuer;
const time = Date.UTC(2026, 0, 1, 12);
const now = () => time;

beforeAll(async () => {
  storage = await openTestStorage();
  provider = await startIssuer({ now });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await provider.close();
  await storage.close();
});

test("with warm caches neither a mint nor an exchange nor the list of keys asks the database anything", async () => {
  const queries = vi.fn();
  const counted = <Work extends (...args: never[]) => unknown>(work: Work) =>
    ((...args: Parameters<Work>) => {
      queries();
      return work(...args);
    }) as unknown as Work;
  const counting: AuthorityStorage = {
    ...storage,
    run: counted(storage.run),
    transaction: counted(storage.transaction),
    change: counted(storage.change),
  };
  const options = { storage: counting, issuer: "https://auth.example.com", allowInsecureJwks: true, now };
  const authority = await createAuthority(options);
  const { key } = await authority.keys.create({ name: "backend" });
  const { issuer, jwksUrl } = provider;
  await authority.rules.add({ name: "provider", issuer, jwksUrl, audience: AUDIENCE });
  const idToken = await provider.sign({ sub: "user-1" });
  const all = async () => [
    await mint(authority, key),
    await exchange(authority, idToken),
    await call(authority, "/.well-known/jwks.json"),
  ];

  expect((await all()).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(queries).toHaveBeenCalled();
  queries.mockClear();
  for (let turn = 0; turn < 50; turn++) {
    expect((await all()).map(({ status }) => status)).toEqual([200, 200, 200]);
  }
  expect(queries).toHaveBeenCalledTimes(0);
  await authority.close();
});
