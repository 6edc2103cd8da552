import { type AuthorityStorage, openStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../../../test/support/start-postgres.ts";
import { createLoginLimit } from "../../../src/admin/session/login-limit.ts";
import { answerTo } from "../../../src/http/refusal-answers.ts";
import { STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";

let postgres: TestPostgres;
let storages: AuthorityStorage[];
beforeAll(async () => {
  postgres = await startPostgres();
  storages = [await openStorage(postgres.url), await openStorage(postgres.url)];
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  for (const storage of storages) await storage.close();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

const stranger = (address: string) => ({ address, name: "admin", knownDeviceId: null });
const limitsOf = (project: string) => storages.map((storage) => createLoginLimit(storage, project));

test("S60 two processes of a project count sign-in attempts together if they use the same PostgreSQL database", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const [first, second] = limitsOf("together");
  for (let round = 0; round < 5; round++) await (round % 2 ? second : first)?.count(stranger("192.0.2.1"));
  for (const limit of [first, second]) {
    expect(await limit?.count(stranger("192.0.2.1")).catch(answerTo)).toMatchObject({
      status: 429,
      extraFields: { retryAfter: expect.any(Number) },
    });
  }
  await second?.count(stranger("192.0.2.2"));
  await limitsOf("elsewhere")[0]?.count(stranger("192.0.2.1"));
});

test("S60 a successful sign-in resets the count of failed attempts in every process", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const [first, second] = limitsOf("forgiven");
  for (let round = 0; round < 5; round++) await first?.count(stranger("192.0.2.1"));
  await second?.undoCount(stranger("192.0.2.1"));
  await first?.count(stranger("192.0.2.1"));
  await second?.resetCount(stranger("192.0.2.1"));
  for (let round = 0; round < 5; round++) await first?.count(stranger("192.0.2.1"));
});

test("S85 the sign-in limit blocks a guesser's IPv6 network or IPv4 address, and no other address", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const [limit] = limitsOf("guessed");
  const network = (site: number, host: number) => stranger(`2001:db8:${site}:${host}::/64`);
  for (let host = 0; host < 20; host++) await limit?.count(network(1, host));
  expect(await limit?.count(network(1, 99)).catch(answerTo)).toMatchObject({ status: 429 });
  // The more often a network has guessed, the later in the password queue its next guess comes.
  expect(await limit?.count(network(2, 0))).toBe(1);
  await limit?.countRefusal(network(2, 0));
  expect(await limit?.count(network(2, 1))).toBe(3);

  for (let guesses = 0; guesses < 50; guesses++) await limit?.countRefusal(stranger("192.0.2.9"));
  expect(await limit?.count(stranger("192.0.2.9")).catch(answerTo)).toMatchObject({ status: 429 });
  expect(await limit?.count(stranger("192.0.2.10"))).toBe(1);
  expect(await limit?.count({ ...stranger("192.0.2.9"), knownDeviceId: "device" })).toBe(0);
  expect(await limit?.count({ ...stranger("192.0.2.9"), name: "grace" })).toBeGreaterThan(50);
});
