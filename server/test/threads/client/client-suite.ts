import { afterAll, beforeAll } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { historySuite } from "./history-suite.ts";
import { type OpenCloud, openCloud } from "./open-cloud.ts";
import { pagingSuite } from "./paging-suite.ts";
import { runSuite } from "./run-suite.ts";

export function clientSuite(storage: () => AuthorityStorage): void {
  let cloud: OpenCloud;
  beforeAll(async () => {
    cloud = await openCloud(storage());
  });
  afterAll(() => cloud.close());

  runSuite(() => cloud);
  pagingSuite(() => cloud);
  historySuite(() => cloud, storage);
}
