import { File } from "node:buffer";
import { cleanup, waitFor } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { InstalledClient } from "./clients.ts";
import { expectTrace, SLOW } from "./expect-trace.ts";
import { createHeldModel, echo } from "./models.ts";
import { openTab } from "./open-tab.tsx";
import { type RecordedCloud, startRecordedCloud } from "./start-recorded-cloud.ts";

const LISTS = ["GET /threads?limit=20 200", "GET /threads?is_archived=true&limit=20 200"];
const HISTORY = "GET /threads/THREAD/messages?format=aui%2Fv0&limit=200 200";
const CREATE = "POST /threads/THREAD/messages 201";

/** The golden trace of a client: what it asks a server that conforms, step by step. */
export function traceSuite(client: InstalledClient): void {
  let server: RecordedCloud;
  beforeAll(async () => {
    server = await startRecordedCloud();
  }, 120_000);
  afterAll(() => server.close());
  afterEach(() => {
    cleanup();
    server.trace.length = 0;
  });

  /** The requests that store a turn. */
  const turn = (text: string, parent: string, reply = `Echo: ${text}`) => [
    `${CREATE} {content: user “${text}”, external_id, format: aui/v0, parent_id${parent}}`,
    ...(client.hasLeases
      ? [
          `${CREATE} {content: assistant incomplete/cancelled, external_id, format: aui/v0, open_run: true, parent_id}`,
          `PUT /threads/THREAD/messages/MSG 200 {content: assistant “${reply}” complete/unknown, lease_id}`,
          "POST /threads/THREAD/runs/LEASE/end 200 {reason: done}",
        ]
      : [`${CREATE} {content: assistant “${reply}” complete/unknown, external_id, format: aui/v0, parent_id}`]),
    "POST /runs 201 {status: completed}",
  ];
  const firstTurn = (text: string) => [
    "POST /threads 201 {last_message_at}",
    "POST /runs/stream 200 {assistant_id: system/thread_title}",
    ...turn(text, ": null"),
  ];
  const open = (name: string, model = echo) =>
    openTab({ client, server, model, workspaceId: `${name}-${client.version}` });
  const mount = async (name: string) => {
    const tab = await open(name);
    await expectTrace(server, () => {}, LISTS);
    await waitFor(() => expect(tab.runtime.threads.getState().isLoading).toBe(false), SLOW);
    return tab;
  };

  it("sends, branches, reloads, renames, archives and deletes by the golden trace", async () => {
    const first = await mount("golden");
    await expectTrace(server, () => first.runtime.thread.append("Which ferns?"), firstTurn("Which ferns?"));
    await expectTrace(server, () => first.runtime.thread.append("And hostas?"), turn("And hostas?", ""));
    const [, reply] = first.runtime.thread.getState().messages;
    const branch = {
      role: "user",
      content: [{ type: "text", text: "And moss?" }],
      parentId: reply?.id ?? null,
    } as const;
    await expectTrace(server, () => first.runtime.thread.append(branch), turn("And moss?", ""));
    expect(first.shown()).toEqual([
      "user: Which ferns?",
      "assistant: Echo: Which ferns?",
      "user: And moss?",
      "assistant: Echo: And moss?",
    ]);
    await expectTrace(server, () => first.runtime.threads.mainItem.rename("Ferns"), [
      "PUT /threads/THREAD 200 {title: Ferns}",
    ]);
    first.close();

    const second = await mount("golden");
    expect(second.threads()).toMatchObject([{ title: "Ferns" }]);
    const id = second.threads()[0]?.id ?? "";
    await expectTrace(server, () => second.runtime.threads.switchToThread(id), [HISTORY]);
    await waitFor(() => expect(second.shown()).toHaveLength(4), SLOW);
    const shown = second.shown();
    expect(shown.slice(0, 2)).toEqual(["user: Which ferns?", "assistant: Echo: Which ferns?"]);
    const asked = second.runtime.thread.getState().messages[2]?.id ?? "";
    expect(second.runtime.thread.getMessageById(asked).getState()).toMatchObject({ branchCount: 2 });
    const item = second.runtime.threads.getItemById(id);
    await expectTrace(server, () => item.archive(), ["PUT /threads/THREAD 200 {is_archived: true}"]);
    await expectTrace(server, () => item.unarchive(), ["PUT /threads/THREAD 200 {is_archived: false}"]);
    await expectTrace(server, () => item.delete(), ["DELETE /threads/THREAD 200"]);
    second.close();
    const third = await mount("golden");
    expect(third.threads()).toEqual([]);
  });

  it("stores feedback, which a reload shows", async () => {
    const first = await mount("feedback");
    await expectTrace(server, () => first.runtime.thread.append("Hi"), firstTurn("Hi"));
    const message = (tab: typeof first) => {
      const last = tab.runtime.thread.getState().messages.at(-1);
      return tab.runtime.thread.getMessageById(last?.id ?? "");
    };
    await expectTrace(
      server,
      () => message(first).submitFeedback({ type: "positive" }),
      client.hasLeases
        ? ["PUT /threads/THREAD/messages/MSG 200 {content: assistant “Echo: Hi” complete/unknown with feedback}"]
        : [],
    );
    if (!client.hasLeases) return;
    first.close();
    const second = await mount("feedback");
    await expectTrace(server, () => second.runtime.threads.switchToThread(second.threads()[0]?.id ?? ""), [HISTORY]);
    await waitFor(() => expect(second.shown()).toHaveLength(2), SLOW);
    expect(message(second).getState().metadata.submittedFeedback).toEqual({ type: "positive" });
  });

  it("uploads an attachment, which a reload can still read", async () => {
    const first = await mount("attachment");
    const file = new File(["a fern"], "fern.png", { type: "image/png" });
    await expectTrace(server, () => first.runtime.thread.composer.addAttachment(file as unknown as globalThis.File), [
      "POST /files/attachments/generate-presigned-upload-url 201 {filename: fern.png}",
      "PUT /files/FILE 200",
    ]);
    await expectTrace(
      server,
      () => {
        first.runtime.thread.composer.setText("Look");
        first.runtime.thread.composer.send();
      },
      firstTurn("Look").map((line) => line.replace("user “Look”", "user “Look” with attachment")),
    );
    first.close();
    const second = await mount("attachment");
    await expectTrace(server, () => second.runtime.threads.switchToThread(second.threads()[0]?.id ?? ""), [HISTORY]);
    await waitFor(() => expect(second.shown()).toHaveLength(2), SLOW);
    const [attachment] = second.runtime.thread.getState().messages[0]?.attachments ?? [];
    const [part] = attachment?.content ?? [];
    const response = await fetch(part?.type === "image" ? part.image : "");
    expect(await response.text()).toBe("a fern");
  });

  it("shows nothing of an organization after a switch to another", async () => {
    const first = await mount("acme");
    await expectTrace(server, () => first.runtime.thread.append("A secret of Acme"), firstTurn("A secret of Acme"));
    first.close();
    const other = await mount("globex");
    expect(other.threads()).toEqual([]);
    expect(other.shown()).toEqual([]);
    other.close();
    const back = await mount("acme");
    expect(back.threads()).toMatchObject([{ title: "A secret of Acme" }]);
  });

  it("shows a reply that another tab is writing, and then the whole of it", async () => {
    const held = createHeldModel();
    const whole = firstTurn("Hi");
    const late = whole.filter((line) => /assistant “|\/end |^POST \/runs 201/.test(line));
    const early = whole.filter((line) => !late.includes(line));
    const writer = await open("tabs", held.model);
    await expectTrace(server, () => {}, LISTS);
    await expectTrace(server, () => writer.runtime.thread.append("Hi"), early);
    const reader = await mount("tabs");
    await expectTrace(server, () => reader.runtime.threads.switchToThread(reader.threads()[0]?.id ?? ""), [HISTORY]);
    await waitFor(() => expect(reader.shown()).toHaveLength(client.hasLeases ? 2 : 1), SLOW);
    if (!client.hasLeases) return expectTrace(server, held.release, late);
    expect(reader.runtime.thread.getState().messages[1]?.status).toMatchObject({ error: { code: "run_in_progress" } });
    held.release();
    await waitFor(() => expect(reader.shown()).toEqual(["user: Hi", "assistant: Echo: Hi"]), SLOW);
    expect(reader.runtime.thread.getState().messages[1]?.status).toMatchObject({ type: "complete" });
    await waitFor(() => expect(server.trace).toEqual(expect.arrayContaining(late)), SLOW);
  });
}
