import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

test("closing an authority waits until its deletion of unfinished uploads has ended", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const opened = await openTestStorage();
  const events: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const storage: AuthorityStorage = {
    ...opened,
    async prepared(text, values) {
      if (text.includes("uploaded_at is null and files.created_at")) {
        await released;
        events.push("swept");
      }
      return opened.prepared(text, values);
    },
  };
  let time = Date.UTC(2026, 0, 1);
  const issuer = "https://auth.example.com";
  const authority = await createAuthority({ storage, issuer, now: () => time });
  const { key } = await authority.keys.create({ name: "n" });
  time += 3_600_000;
  const response = await authority.fetch(
    new Request(`${issuer}/v1/files/attachments/generate-presigned-upload-url`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "w" },
      body: JSON.stringify({ filename: "a.png" }),
    }),
  );
  expect(response.status).toBe(201);
  const closing = authority.close().then(() => events.push("closed"));
  // The database runs one statement at a time, so all other work of the authority has ended after this statement.
  await opened.statement("select 1", []);
  release();
  await closing;
  expect(events).toEqual(["swept", "closed"]);
  await opened.close();
});
