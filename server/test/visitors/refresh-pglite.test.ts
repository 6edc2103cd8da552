import type { AuthorityStorage } from "assistant-cloud-server";
import { afterAll, beforeAll } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { refreshSuite } from "./refresh-suite.ts";

let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());

refreshSuite(() => storage);
