import type { AuthorityStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServices } from "../../src/app/build-services.ts";
import { readProjectSettings } from "../../src/config/project-settings.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { openWorkspace } from "../threads/open-workspace.ts";

const by = { actor: "program" } as const;
let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());

async function count(table: string): Promise<number> {
  const [row] = await storage.statement(`select count(*)::int as count from ${table} where project_id = 'acme'`, []);
  return Number(row?.["count"]);
}

test("removing a project deletes its threads and files in batches, and can be repeated if interrupted", async () => {
  const left: number[] = [];
  let isAway = true;
  const counted: AuthorityStorage = {
    ...storage,
    async change(queries) {
      left.push((await count("threads")) + (await count("files")));
      if (isAway) throw new Error("The connection is lost.");
      return storage.change(queries);
    },
  };
  const settings = { ...readProjectSettings(storage, {}), issuer: null };
  await buildServices(storage, settings).projects.add({ id: "acme" }, by);
  const { thread, write } = openWorkspace(storage.statement, { projectId: "acme" });
  for (let index = 0; index < 21; index++) await write(await thread({ external_id: `x${index}` }), { role: "user" });
  await storage.statement(
    `insert into files (project_id, workspace_id, key, user_id, filename, max_bytes, size, in_bucket, created_at)
      select 'acme', 'w' || index % 2, 'key-' || index, 'ada', 'a.png', 1, 1, false, now()
      from generate_series(1, 21) index`,
    [],
  );
  const { projects } = buildServices(counted, settings);

  await expect(projects.remove("acme", by)).rejects.toThrow("The connection is lost.");
  expect(left).toEqual([0]);
  expect(await count("thread_keys")).toBe(0);
  expect(await projects.find("acme")).not.toBeNull();
  await thread();
  isAway = false;
  await projects.remove("acme", by);
  expect([await projects.find("acme"), await count("threads")]).toEqual([null, 0]);
});
