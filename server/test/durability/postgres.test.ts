import { afterAll, beforeAll, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { crash, isFull } from "./crash.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, STORAGE_TIMEOUT_MS);
afterAll(() => postgres.remove(), STORAGE_TIMEOUT_MS);

test(
  "PostgreSQL keeps all acknowledged writes when the authority's process is killed",
  {
    timeout: isFull ? 3_600_000 : 300_000,
  },
  () => crash("PostgreSQL", postgres.url, 20),
);
