import type { MessagesResponse, ThreadsResponse, UsersResponse, WorkspacesResponse } from "../src/admin/admin-api.ts";

type Thread = ThreadsResponse["threads"][number];
type Message = MessagesResponse["messages"][number];

const garden: Thread = {
  id: "thread_0garden0example0example0",
  project_id: "proj-0example",
  workspace_id: "org_acme:user_ada",
  title: "Planting plan for the north garden",
  external_id: null,
  created_at: "2026-02-01T09:12:00.000Z",
  updated_at: "2026-02-03T16:41:00.000Z",
  last_message_at: "2026-02-03T16:41:00.000Z",
  is_archived: false,
  metadata: null,
};

const untitled: Thread = {
  ...garden,
  id: "thread_0untitled0example0exampl",
  workspace_id: "anonymous_visitor_with_a_very_long_workspace_id_4f6b2c",
  title: null,
  last_message_at: "2026-02-02T08:00:00.000Z",
};

/** The first page of threads. The second page is `moreThreads`. */
export const threads: ThreadsResponse = { threads: [garden, untitled], next: untitled.id };
export const moreThreads: ThreadsResponse = {
  threads: [{ ...garden, id: "thread_0older00example0example0", title: "Compost, and how to turn it" }],
  next: null,
};
export const archivedThreads: ThreadsResponse = {
  threads: [{ ...garden, id: "thread_0archived0example0exampl", title: "Last year’s harvest", is_archived: true }],
  next: null,
};

export const workspaces: WorkspacesResponse = {
  workspaces: [
    {
      workspace_id: untitled.workspace_id,
      threads: 1,
      messages: 2,
      last_message_at: untitled.last_message_at,
    },
    { workspace_id: garden.workspace_id, threads: 1284, messages: 20_471, last_message_at: garden.last_message_at },
  ],
  next: null,
};

export const users: UsersResponse = {
  users: [
    { user_id: "user_ada", threads: 1284, messages: 20_470, last_message_at: garden.last_message_at },
    { user_id: "user_grace", threads: 0, messages: 1, last_message_at: null },
  ],
  next: null,
};

const message = (id: string, content: object, more: Partial<Message> = {}): Message => ({
  id,
  parent_id: null,
  height: 0,
  format: "aui/v0",
  content: JSON.stringify(content),
  external_id: null,
  created_at: "2026-02-03T16:40:00.000Z",
  updated_at: "2026-02-03T16:40:00.000Z",
  run: null,
  ...more,
});

/** A response with the messages of a thread, newest first. They include a running reply, a tool call and an image. */
export const messages: MessagesResponse = {
  messages: [
    message("msg_3", { role: "assistant", content: [] }, { run: { status: "running", last_heartbeat_ms_ago: 900 } }),
    message(
      "msg_2",
      {
        role: "assistant",
        parts: [
          { type: "reasoning", text: "North side, so shade." },
          { type: "tool-lookUpPlants", toolCallId: "call_1", state: "output-available", input: { light: "shade" } },
          { type: "text", text: "Ferns and hostas do well there.\n\nWater them twice a week." },
        ],
      },
      { format: "ai-sdk/v6" },
    ),
    message("msg_1", {
      role: "user",
      content: [{ type: "text", text: "What grows on the north side? <img src=x onerror=alert(1)>" }],
      attachments: [{ name: "garden.png", content: [{ type: "image", image: "https://files.example/garden.png" }] }],
    }),
  ],
  next: "msg_1",
};
export const earlierMessages: MessagesResponse = {
  messages: [message("msg_0", { role: "system", content: [{ type: "text", text: "You help with gardens." }] })],
  next: null,
};
