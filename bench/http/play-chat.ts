import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../src/core/protocol.ts";
import type { BenchServer } from "./start-server.ts";

/** Sends a request to the threads API. Resolves to the JSON body; rejects for a response other than 2xx. */
export type Send = (method: string, path: string, body?: object) => Promise<Record<string, string>>;

/** The pace at which a reply streams. */
export interface Pace {
  /** The number of heartbeats during a reply. In real chats, a client sends a heartbeat every 10 seconds. */
  readonly heartbeats: number;
  /** Waits before each heartbeat, and before the write of the complete reply. */
  readonly pause: () => Promise<unknown>;
}

const FORMAT = "aui/v0";
const contentOf = (role: string, words: number) => ({
  role,
  content: [{ type: "text", text: "words ".repeat(words) }],
  metadata: {},
});

/**
 * Mints a workspace token. Returns a function that sends requests to the threads API. Each request contains the token.
 */
export async function signIn({ startupValues }: BenchServer, user: string): Promise<Send> {
  const ids = { [USER_ID_HEADER]: user, [WORKSPACE_ID_HEADER]: user };
  const minted = await request(`${startupValues["url"]}${MINT_PATH}`, "POST", {
    Authorization: `Bearer ${startupValues["key"]}`,
    ...ids,
  });
  const headers = { Authorization: `Bearer ${minted["token"]}`, "Content-Type": "application/json" };
  return (method, path, body) => request(`${startupValues["url"]}/v1${path}`, method, headers, body);
}

async function request(url: string, method: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} returned ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, string>;
}

/** Creates a thread and returns its path. */
export async function openThread(send: Send): Promise<string> {
  const { thread_id } = await send("POST", "/threads", { last_message_at: new Date().toISOString() });
  return `/threads/${thread_id}`;
}

/**
 * Plays one turn of a chat: sends the same requests as assistant-ui's client. First, creates the user's message, and an
 * empty reply with an open run. Then sends heartbeats, and saves the partial reply after every two heartbeats. Finally,
 * writes the complete reply and ends the run.
 *
 * @param parentId the id of the previous turn's reply; null in a new thread
 * @returns the reply's id
 */
export async function playTurn(send: Send, thread: string, parentId: string | null, pace: Pace): Promise<string> {
  const question = await send("POST", `${thread}/messages`, {
    ...{ parent_id: parentId, format: FORMAT, content: contentOf("user", 20), external_id: crypto.randomUUID() },
  });
  const { message_id: id = "", lease_id } = await send("POST", `${thread}/messages`, {
    ...{ parent_id: question["message_id"], format: FORMAT, content: contentOf("assistant", 0) },
    ...{ external_id: crypto.randomUUID(), open_run: true },
  });
  const write = (words: number) =>
    send("PUT", `${thread}/messages/${id}`, { content: contentOf("assistant", words), lease_id });
  for (let beat = 1; beat <= pace.heartbeats; beat += 1) {
    await pace.pause();
    await send("POST", `${thread}/runs/${lease_id}/heartbeat`);
    if (beat % 2 === 0) await write(beat * 50);
  }
  await pace.pause();
  await write(pace.heartbeats * 50 + 50);
  await send("POST", `${thread}/runs/${lease_id}/end`, { reason: "done" });
  return id;
}
