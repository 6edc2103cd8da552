import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { expect, test, vi } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const DAY_MS = 86_400_000;
const issuer = "https://auth.example.com";

test("a failed hourly deletion is reported and does not stop the other deletions", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const opened = await openTestStorage();
  const failure = new Error("The statement failed.");
  const storage: AuthorityStorage = {
    ...opened,
    async statement(text, values) {
      if (text.includes("delete from run_reports")) throw failure;
      return opened.statement(text, values);
    },
  };
  let time = Date.UTC(2026, 0, 1);
  const onFault = vi.fn();
  const authority = await createAuthority({ storage, issuer, now: () => time, onFault, auditRetentionDays: 1 });
  const { key } = await authority.keys.create({ name: "n" });
  await opened.statement(
    `insert into files (project_id, workspace_id, key, user_id, filename, max_bytes, size, in_bucket, created_at)
      values ('default', 'w', 'file_0unfinished', 'ada', 'a.png', 1, 0, false, $1::timestamptz)`,
    [new Date(time).toISOString()],
  );
  const count = async (table: string) => (await opened.statement(`select 1 from ${table}`, [])).length;
  expect([(await count("audit_log")) > 0, await count("files")]).toEqual([true, 1]);
  time += 2 * DAY_MS;
  const headers = { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "w" };
  const response = await authority.fetch(new Request(`${issuer}/v1/threads`, { headers }));
  expect(response.status).toBe(200);
  // `close` waits until the deletions have ended.
  await authority.close();
  expect(onFault).toHaveBeenCalledExactlyOnceWith(failure);
  expect([await count("audit_log"), await count("files")]).toEqual([0, 0]);
  await opened.close();
});
