import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { runToEnd } from "../../support/run.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("after a restart of `assistant-cloud-server dev`, a small app still shows two visitors their chats", async () => {
  const { auth, server } = inject("packed");
  const args = ["--import", "tsx", "test/first-chat/run.ts", auth.tarball, server.tarball];
  const { code, stdout, stderr } = await runToEnd(process.execPath, args, root);
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toContain("Both have theirs again, and no other, with cloud and pages restarted");
}, 300_000);
