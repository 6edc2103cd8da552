import { afterAll, beforeAll, describe } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { clientSuite } from "./client/client-suite.ts";
import { fileSuite } from "./files/file-suite.ts";
import { formatSuite } from "./format-suite.ts";
import { leaseSuite } from "./lease-suite.ts";
import { lockSuite } from "./lock-suite.ts";
import { messageSuite } from "./message-suite.ts";
import { eraseSuite } from "./operator/erase-suite.ts";
import { moveSuite } from "./operator/move-suite.ts";
import { projectSuite } from "./operator/project-suite.ts";
import { planSuite } from "./plan-suite.ts";
import { telemetrySuite } from "./telemetry/telemetry-suite.ts";
import { threadKeySuite } from "./thread-key-suite.ts";
import { threadSuite } from "./thread-suite.ts";
import { transferSuite } from "./transfer/transfer-suite.ts";

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

describe("threads on PostgreSQL", () => threadSuite(() => storage.prepared));
describe("external ids of threads on PostgreSQL", () => threadKeySuite(() => storage));
describe("messages on PostgreSQL", () => messageSuite(() => storage.prepared));
describe("run leases on PostgreSQL", () => leaseSuite(() => storage.prepared));
describe("concurrent changes of threads on PostgreSQL", () => lockSuite(() => storage));
describe("query plans of threads on PostgreSQL", () => planSuite(() => storage.prepared));
describe("message formats on PostgreSQL", () => formatSuite(() => storage.prepared));
describe("scores, run reports and events on PostgreSQL", () => telemetrySuite(() => storage.prepared));
describe("export and removal of a whole project on PostgreSQL", () => projectSuite(() => storage));
describe("erasing a user on PostgreSQL", () => eraseSuite(() => storage));
describe("moving threads on PostgreSQL", () => moveSuite(() => storage));
describe("exports and imports on PostgreSQL", () => transferSuite(() => storage));
describe("attachments on PostgreSQL", () => fileSuite(() => storage.prepared));
describe("the assistant-cloud client on PostgreSQL", () => clientSuite(() => storage));
