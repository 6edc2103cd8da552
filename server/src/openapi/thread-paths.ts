import type { z } from "zod";
import { downloadRequestBody, uploadRequestBody } from "../threads/files/file-bodies.ts";
import {
  messageCreateBody,
  messageDeleteBody,
  messageListQuery,
  messageUpdateBody,
  runEndBody,
} from "../threads/message-bodies.ts";
import { eventsBody } from "../threads/telemetry/event-bodies.ts";
import { runReportBody } from "../threads/telemetry/run-report-body.ts";
import { feedbackBody, scoreBody } from "../threads/telemetry/score-bodies.ts";
import { threadCreateBody, threadListQuery, threadUpdateBody } from "../threads/thread-bodies.ts";
import { titleRequestBody } from "../threads/titles/title-request.ts";
import { json, ref, refusals } from "./public-paths.ts";
import { toSchema } from "./to-schema.ts";

const text = { type: "string" };
const nullableText = { type: ["string", "null"] };
const time = { type: "string", format: "date-time" };
const count = { type: "integer", minimum: 0 };
/** Returns the JSON Schema of an object that has exactly these fields, all of them required. */
const exactly = (properties: Record<string, object>) => ({
  type: "object",
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});
const listOf = (name: string, items: object) => exactly({ [name]: { type: "array", items } });

/** The OpenAPI schemas of the thread API's responses. */
export const threadSchemas = {
  Thread: exactly({
    ...{ id: text, project_id: text, workspace_id: text, title: nullableText, external_id: nullableText },
    ...{ created_at: time, updated_at: time, last_message_at: time, is_archived: { type: "boolean" } },
    metadata: { type: ["object", "null"], additionalProperties: text },
  }),
  Message: exactly({
    ...{ id: text, parent_id: nullableText, height: count, format: text, content: { type: "object" } },
    ...{ external_id: nullableText, created_at: time, updated_at: time },
    run: {
      description: "The latest run that writes this message.",
      ...exactly({ status: { enum: ["running", "ended"] }, last_heartbeat_ms_ago: { type: "number" } }),
      type: ["object", "null"],
    },
  }),
} as const;

/** What the document says about a route besides its path and summary. */
interface RouteDetails {
  readonly body?: z.ZodType;
  /** Whether the body may be missing. Default: false. */
  readonly isBodyOptional?: true;
  readonly query?: z.ZodType;
  /** The JSON body of a success, by its status. Default: a stream of text with status 200. */
  readonly answers?: Readonly<Record<number, object>>;
  /** The statuses of the route's own refusals. */
  readonly refused?: readonly number[];
}
type Route = `${"get" | "post" | "put" | "delete"} /v1/${string}`;

const unchanged = exactly({});
const heartbeat = exactly({ heartbeat_interval_ms: count });
const threadId = exactly({ thread_id: text });
const messageId = {
  ...exactly({ message_id: text, lease_id: text, heartbeat_interval_ms: count }),
  required: ["message_id"],
};
const feedback = exactly({ feedback_id: text, type: { enum: ["positive", "negative"] }, comment: nullableText });
const score = exactly({
  score_id: text,
  name: text,
  data_type: { enum: ["numeric", "categorical", "boolean"] },
  value: { type: ["number", "null"] },
  string_value: nullableText,
});
const downloadTicket = exactly({ signedUrl: text, expiresAt: time, key: text });
const uploadTicket = exactly({ success: { const: true }, publicUrl: text, ...downloadTicket.properties });
const ofMessages = { query: messageListQuery, answers: { 200: listOf("messages", ref("Message")) } };
const ofThreads = { query: threadListQuery, answers: { 200: listOf("threads", ref("Thread")) } };

const FILES = "/v1/files/attachments";
const NOT_FOUND = { refused: [404] };

/** The routes: the method and path, the operation id, the summary and the details. */
const routes: readonly [Route, operationId: string, summary: string, RouteDetails][] = [
  ["get /v1/threads", "threads", "List the workspace's threads", ofThreads],
  [
    "post /v1/threads",
    "createThread",
    "Create a thread",
    { body: threadCreateBody, answers: { 201: threadId, 200: threadId } },
  ],
  [
    "get /v1/threads/{thread}",
    "thread",
    "Read a thread",
    { answers: { 200: exactly({ thread: ref("Thread") }) }, ...NOT_FOUND },
  ],
  [
    "put /v1/threads/{thread}",
    "updateThread",
    "Change fields of a thread",
    { body: threadUpdateBody, answers: { 200: unchanged }, ...NOT_FOUND },
  ],
  ["delete /v1/threads/{thread}", "deleteThread", "Delete a thread", { answers: { 200: unchanged }, ...NOT_FOUND }],
  ["get /v1/threads/{thread}/messages", "messages", "List a thread's messages", ofMessages],
  [
    "post /v1/threads/{thread}/messages",
    "createMessage",
    "Add a message, and optionally open a run that writes it",
    { body: messageCreateBody, answers: { 201: messageId, 200: messageId }, refused: [404, 409] },
  ],
  [
    "put /v1/threads/{thread}/messages/{message}",
    "updateMessage",
    "Replace a message's content",
    { body: messageUpdateBody, answers: { 200: unchanged }, refused: [404, 409] },
  ],
  [
    "delete /v1/threads/{thread}/messages",
    "deleteMessages",
    "Delete messages and all replies to them",
    { body: messageDeleteBody, answers: { 200: unchanged }, ...NOT_FOUND },
  ],
  [
    "post /v1/threads/{thread}/runs/{lease}/heartbeat",
    "renewLease",
    "Renew a run's lease",
    { answers: { 200: heartbeat }, refused: [404, 409] },
  ],
  [
    "post /v1/threads/{thread}/runs/{lease}/end",
    "endRun",
    "End a run",
    { body: runEndBody, isBodyOptional: true, answers: { 200: unchanged }, ...NOT_FOUND },
  ],
  [
    "post /v1/threads/{thread}/messages/{message}/feedback",
    "rateMessage",
    "Rate a message",
    { body: feedbackBody, answers: { 200: feedback }, ...NOT_FOUND },
  ],
  [
    "post /v1/scores",
    "createScore",
    "Score a message, a thread or a run",
    { body: scoreBody, answers: { 201: score }, ...NOT_FOUND },
  ],
  [
    "post /v1/runs",
    "reportRun",
    "Store the report of a run",
    { body: runReportBody, answers: { 201: exactly({ run_id: text }) }, ...NOT_FOUND },
  ],
  [
    "post /v1/events",
    "countEvents",
    "Count user events",
    { body: eventsBody, answers: { 202: exactly({ accepted: count }) } },
  ],
  [
    "post /v1/runs/stream",
    "streamTitle",
    "Generate and stream a thread's title; `Accept` must include `text/plain`",
    { body: titleRequestBody, ...NOT_FOUND },
  ],
  [
    `post ${FILES}/generate-presigned-upload-url`,
    "signUpload",
    "Sign a URL to upload an attachment with PUT",
    { body: uploadRequestBody(Number.MAX_SAFE_INTEGER), answers: { 201: uploadTicket } },
  ],
  [
    `post ${FILES}/generate-presigned-download-url`,
    "signDownload",
    "Sign a URL to read an attachment",
    { body: downloadRequestBody, answers: { 200: downloadTicket }, ...NOT_FOUND },
  ],
  ["get /v1/projects/threads", "projectThreads", "List the threads of all workspaces", ofThreads],
  [
    "get /v1/projects/threads/{thread}/messages",
    "projectMessages",
    "List the messages of a thread of any workspace",
    ofMessages,
  ],
  [
    "delete /v1/projects/users/{user}",
    "eraseUser",
    "Delete a user's threads and data",
    { answers: { 200: exactly({ threads: count, runs: count }) } },
  ],
];

/** The OpenAPI paths of the assistant-ui API: threads, messages, runs, titles, telemetry and attachments. */
export const threadPaths = routes.reduce<Record<string, Record<string, object>>>((paths, [route, ...rest]) => {
  const [operationId, summary, details] = rest;
  const [method = "", path = ""] = route.split(" ");
  paths[path] = { ...paths[path], [method]: { operationId, summary, ...describe(path, details) } };
  return paths;
}, {});

function describe(path: string, { body, isBodyOptional, query, answers, refused = [] }: RouteDetails) {
  const { properties = {} } = query ? (toSchema(query) as { properties?: Record<string, object> }) : {};
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: text })),
    ...Object.entries(properties).map(([name, schema]) => ({ name, in: "query", schema })),
  ];
  const successes = answers
    ? Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, json(schema, "Success.")]))
    : { 200: { description: "Success.", content: { "text/plain": { schema: text } } } };
  return {
    security: [{ apiKey: [] }, ...(path.startsWith("/v1/projects/") ? [] : [{ idToken: [] }, { workspaceToken: [] }])],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: !isBodyOptional, content: { "application/json": { schema: toSchema(body) } } },
    }),
    responses: { ...successes, ...refusals(400, 401, 403, ...refused, 413, 429) },
  };
}
