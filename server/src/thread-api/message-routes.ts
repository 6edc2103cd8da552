import type { Hono } from "hono";
import { Refusal } from "../base/refusal.ts";
import {
  type MessageContent,
  messageCreateBody,
  messageDeleteBody,
  messageListQuery,
  messageUpdateBody,
  runEndBody,
} from "../threads/message-bodies.ts";
import { createMessageStore } from "../threads/message-store.ts";
import type { ThreadScope } from "../threads/thread-scope.ts";
import type { ThreadApiDependencies } from "./thread-api-dependencies.ts";
import {
  createThreadHandler,
  pathPart,
  readJsonBody,
  readOptionalBody,
  readQueryOf,
  unwrap,
} from "./thread-request.ts";
import { writeMessageList } from "./write-message-list.ts";

/**
 * The interval at which a run must renew its lease on a message, in milliseconds. Readers treat a lease as stale if it
 * is not renewed for 30 seconds.
 */
const HEARTBEAT_INTERVAL_MS = 10_000;

/** Adds the routes of messages and their run leases. */
export function addMessageRoutes(app: Hono, { authenticate, run, files, now }: ThreadApiDependencies): void {
  const handle = createThreadHandler(authenticate);
  const open = (scope: ThreadScope) => createMessageStore(run, scope, now);
  /** Replaces signed file URLs with unsigned ones. Signed URLs expire, so they must not be stored. */
  const storable = <T extends { readonly content: MessageContent }>(message: T): T =>
    files === null
      ? message
      : {
          ...message,
          content: { ...message.content, json: files.attachments.withoutSignatures(message.content.json) },
        };

  app.get(
    "/v1/threads/:thread/messages",
    handle(async (c, scope) => {
      const query = readQueryOf(c, messageListQuery);
      const messages = await open(scope).list(pathPart(c, "thread"), query);
      return { body: writeMessageList((await files?.attachments.withSignatures(scope, messages)) ?? messages) };
    }),
  );
  app.post(
    "/v1/threads/:thread/messages",
    handle(async (c, scope) => {
      const message = storable(await readJsonBody(c, messageCreateBody));
      const { messageId, created, leaseId } = unwrap(await open(scope).create(pathPart(c, "thread"), message));
      const lease = leaseId === null ? {} : { lease_id: leaseId, heartbeat_interval_ms: HEARTBEAT_INTERVAL_MS };
      return { body: { message_id: messageId, ...lease }, status: created ? 201 : 200 };
    }),
  );
  app.put(
    "/v1/threads/:thread/messages/:message",
    handle(async (c, scope) => {
      const changes = storable(await readJsonBody(c, messageUpdateBody));
      unwrap(await open(scope).update(pathPart(c, "thread"), pathPart(c, "message"), changes));
      return { body: {} };
    }),
  );
  app.delete(
    "/v1/threads/:thread/messages",
    handle(async (c, scope) => {
      const ids = await readJsonBody(c, messageDeleteBody);
      if ((await open(scope).remove(pathPart(c, "thread"), ids)) === 0) throw new Refusal("messages_not_found");
      return { body: {} };
    }),
  );
  app.post(
    "/v1/threads/:thread/runs/:lease/heartbeat",
    handle(async (c, scope) => {
      unwrap(await open(scope).renewLease(pathPart(c, "thread"), pathPart(c, "lease")));
      return { body: { heartbeat_interval_ms: HEARTBEAT_INTERVAL_MS } };
    }),
  );
  app.post(
    "/v1/threads/:thread/runs/:lease/end",
    handle(async (c, scope) => {
      const { reason } = await readOptionalBody(c, runEndBody);
      unwrap(await open(scope).endRun(pathPart(c, "thread"), pathPart(c, "lease"), reason));
      return { body: {} };
    }),
  );
}
