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

const limitsOf = (project: string) => storages.map((storage) => createLoginLimit(storage, project));

test("S60 tries to sign in are counted by all processes on one PostgreSQL together, and by project", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const [first, second] = limitsOf("together");
  for (let round = 0; round < 5; round++) await (round % 2 ? second : first)?.count("192.0.2.1");
  for (const limit of [first, second]) {
    expect(await limit?.count("192.0.2.1").catch(answerTo)).toMatchObject({
      status: 429,
      more: { retryAfter: expect.any(Number) },
    });
  }
  await second?.count("192.0.2.2");
  await limitsOf("elsewhere")[0]?.count("192.0.2.1");
});

test("S60 a sign-in that was right takes the tries back in every process", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const [first, second] = limitsOf("forgiven");
  for (let round = 0; round < 5; round++) await first?.count("192.0.2.1");
  await second?.takeBack("192.0.2.1");
  await first?.count("192.0.2.1");
  await second?.forgive("192.0.2.1");
  for (let round = 0; round < 5; round++) await first?.count("192.0.2.1");
});
