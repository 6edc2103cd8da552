import { afterAll, beforeAll, describe } from "vitest";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { clientSuite } from "./client/client-suite.ts";
import { fileSuite } from "./files/file-suite.ts";
import { formatSuite } from "./format-suite.ts";
import { leaseSuite } from "./lease-suite.ts";
import { messageSuite } from "./message-suite.ts";
import { eraseSuite } from "./operator/erase-suite.ts";
import { moveSuite } from "./operator/move-suite.ts";
import { projectSuite } from "./operator/project-suite.ts";
import { planSuite } from "./plan-suite.ts";
import { telemetrySuite } from "./telemetry/telemetry-suite.ts";
import { threadSuite } from "./thread-suite.ts";
import { transferSuite } from "./transfer/transfer-suite.ts";

let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());

describe("threads on PGlite", () => threadSuite(() => storage.statement));
describe("messages on PGlite", () => messageSuite(() => storage.statement));
describe("run leases on PGlite", () => leaseSuite(() => storage.statement));
describe("query plans of threads on PGlite", () => planSuite(() => storage.statement));
describe("message formats on PGlite", () => formatSuite(() => storage.statement));
describe("scores, run reports and events on PGlite", () => telemetrySuite(() => storage.statement));
describe("export and removal of a whole project on PGlite", () => projectSuite(() => storage));
describe("erasing a user on PGlite", () => eraseSuite(() => storage));
describe("moving threads on PGlite", () => moveSuite(() => storage));
describe("exports and imports on PGlite", () => transferSuite(() => storage));
describe("attachments on PGlite", () => fileSuite(() => storage.statement));
describe("the assistant-cloud client on PGlite", () => clientSuite(() => storage));
