import { type AuthorityStorage, openStorage } from "assistant-cloud-server";
import { afterAll, beforeAll } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { refreshSuite } from "./refresh-suite.ts";

let postgres: TestPostgres;
let storage: AuthorityStorage;
beforeAll(async () => {
  postgres = await startPostgres();
  storage = await openStorage(postgres.url);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await storage.close();
  await postgres.remove();
});

refreshSuite(() => storage);
