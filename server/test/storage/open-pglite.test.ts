import { PGlite } from "@electric-sql/pglite";
import { openStorage } from "assistant-cloud-server";
import { afterEach, expect, test, vi } from "vitest";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("opening PGlite keeps the event loop alive only until the database is open", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const clear = vi.spyOn(globalThis, "clearTimeout");
  let timer: NodeJS.Timeout | undefined;
  const create = PGlite.create;
  vi.spyOn(PGlite, "create").mockImplementation(async (...options: unknown[]) => {
    timer = set.mock.results.at(-1)?.value;
    expect(timer?.hasRef()).toBe(true);
    const pglite = await Reflect.apply(create, PGlite, options);
    expect(clear).not.toHaveBeenCalledWith(timer);
    return pglite;
  });
  const storage = await openStorage("memory://");
  expect(timer).toBeDefined();
  expect(clear).toHaveBeenCalledWith(timer);
  await storage.close();
});
