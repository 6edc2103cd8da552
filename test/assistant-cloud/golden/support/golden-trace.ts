import type { InstalledClient } from "./clients.ts";
import type { RuntimeKind } from "./use-chat.ts";

/** The requests that a chat should send to a conforming server, as lines of `describeRequest`. */
export interface GoldenTrace {
  /**
   * The requests for the first message of a thread. `attached` states whether the message has an attachment. `running`
   * lists the requests before the end of the reply, and `settled` lists the later requests.
   */
  firstTurn(text: string, options?: { attached: boolean }): { running: string[]; settled: string[] };
  turn(text: string): string[];
  /** The requests that the chat sends when a user opens a thread. */
  history: string[];
  /** The requests that the chat sends when a user rates the reply to `text`. */
  rating(text: string): string[];
  /** Whether a reload shows the rating. */
  keepsRating: boolean;
  /** The messages that a second tab shows while the first tab receives the first reply of a thread. */
  seenElsewhere(text: string): string[];
  /** Whether a second tab shows the reply that the first tab is receiving, and updates the reply. */
  followsElsewhere: boolean;
  /** Returns recorded lines in a form that does not depend on timing. For example, the lines are sorted. */
  toComparable(lines: readonly string[]): string[];
}

export const LISTS = ["GET /threads?limit=20 200", "GET /threads?is_archived=true&limit=20 200"];
export const UPLOAD = [
  "POST /files/attachments/generate-presigned-upload-url 201 {filename: fern.png}",
  "PUT /files/FILE 200",
];
/** Returns the expected request that changes a thread. `body` describes the fields of the request's body. */
export const change = (body: string) => [`PUT /threads/THREAD 200 {${body}}`];
export const REMOVAL = ["DELETE /threads/THREAD 200"];

const NEW_THREAD = ["POST /threads 201 {last_message_at}", "POST /runs/stream 200 {assistant_id: system/thread_title}"];
const REPORT = "POST /runs 201 {status: completed}";
const MESSAGES = "/threads/THREAD/messages";

export function goldenTrace(client: InstalledClient, kind: RuntimeKind): GoldenTrace {
  return kind === "local" ? localTrace(client) : aiSdkTrace(client);
}

/**
 * Returns the expected requests of `useLocalRuntime`. This runtime stores a message when the user sends it. A client
 * with run leases also stores an empty message when a reply begins.
 */
function localTrace({ hasLeases }: InstalledClient): GoldenTrace {
  const create = (content: string, more: string) =>
    `POST ${MESSAGES} 201 {content: ${content}, external_id, format: aui/v0, ${more}}`;
  const question = (text: string, attached: boolean, parent: string) =>
    create(`user “${text}”${attached ? " with attachment" : ""}`, `parent_id${parent}`);
  const begun = hasLeases ? [create("assistant incomplete/cancelled", "open_run: true, parent_id")] : [];
  const reply = (text: string) => `assistant “Echo: ${text}” complete/unknown`;
  const settled = (text: string) => [
    ...(hasLeases
      ? [
          `PUT ${MESSAGES}/MSG 200 {content: ${reply(text)}, lease_id}`,
          "POST /threads/THREAD/runs/LEASE/end 200 {reason: done}",
        ]
      : [create(reply(text), "parent_id")]),
    REPORT,
  ];
  return {
    firstTurn: (text, { attached } = { attached: false }) => ({
      running: [...NEW_THREAD, question(text, attached, ": null"), ...begun],
      settled: settled(text),
    }),
    turn: (text) => [question(text, false, ""), ...begun, ...settled(text)],
    history: [`GET ${MESSAGES}?format=aui%2Fv0&limit=200 200`],
    rating: (text) => (hasLeases ? [`PUT ${MESSAGES}/MSG 200 {content: ${reply(text)} with feedback}`] : []),
    keepsRating: hasLeases,
    seenElsewhere: (text) => [`user: ${text}`, ...(hasLeases ? ["assistant: "] : [])],
    followsElsewhere: hasLeases,
    toComparable: (lines) => lines.toSorted(),
  };
}

/**
 * Returns the expected requests of `useChatRuntime`. This runtime stores a message and the reply when the reply is
 * complete. Newer clients also store a copy of the message and of the reply, in the format `aui/v0`.
 */
function aiSdkTrace({ copiesMessages }: InstalledClient): GoldenTrace {
  const create = (content: string, more: string) => `POST ${MESSAGES} {content: ${content}, external_id, ${more}}`;
  const stored = (content: string, copy: string, isFirst: boolean) => [
    create(content, `format: ai-sdk/v6, parent_id${isFirst ? ": null" : ""}`),
    ...(copiesMessages
      ? [create(copy, `format: aui/v0, ${isFirst ? "" : "parent_external_id, "}parent_id: null`)]
      : []),
  ];
  const turn = (text: string, isFirst: boolean, attached: boolean) => [
    ...stored(
      `user “${text}”${attached ? " “<file>”" : ""}`,
      `user “${text}”${attached ? " with attachment" : ""}`,
      isFirst,
    ),
    ...stored(`assistant “Echo: ${text}”`, `assistant “Echo: ${text}” complete/unknown`, false),
    REPORT,
  ];
  return {
    firstTurn: (text, { attached } = { attached: false }) => ({
      running: NEW_THREAD,
      settled: [...(copiesMessages ? [`GET ${MESSAGES}?limit=200 200`] : []), ...turn(text, true, attached)],
    }),
    turn: (text) => turn(text, false, false),
    history: [`GET ${MESSAGES}?format=ai-sdk%2Fv6&limit=200 200`],
    rating: () => [`POST ${MESSAGES}/MSG/feedback 200 {type: positive}`],
    keepsRating: false,
    seenElsewhere: () => [],
    followsElsewhere: false,
    // A message and its copy arrive in either order, so either may create the row. Some requests are repeated.
    toComparable: (lines) => [...new Set(lines.map((line) => line.replace(CREATED_OR_KNOWN, "$1 ")))].toSorted(),
  };
}

const CREATED_OR_KNOWN = /^(POST \/threads\/THREAD\/messages) 20[01] /;
