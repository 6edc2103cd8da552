import { afterAll, beforeAll, describe } from "vitest";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { startPostgres, type TestPostgres } from "../support/start-postgres.ts";
import { formatSuite } from "./format-suite.ts";
import { messageSuite } from "./message-suite.ts";
import { telemetrySuite } from "./telemetry/telemetry-suite.ts";
import { threadSuite } from "./thread-suite.ts";

let postgres: TestPostgres;
let storage: AuthorityStorage;
beforeAll(async () => {
  postgres = await startPostgres();
  storage = await openStorage(postgres.url);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await storage.close();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

describe("threads on PostgreSQL", () => threadSuite(() => storage.statement));
describe("messages on PostgreSQL", () => messageSuite(() => storage.statement));
describe("formats on PostgreSQL", () => formatSuite(() => storage.statement));
describe("scores, run reports and events on PostgreSQL", () => telemetrySuite(() => storage.statement));
