import type { Hono } from "hono";
import { Refusal } from "../base/refusal.ts";
import { PRIVATE_HEADERS } from "../http/respond.ts";
import { createThreadStore } from "../threads/thread-store.ts";
import { TITLE_ASSISTANT, titleRequestBody } from "../threads/titles/title-request.ts";
import { streamTitle } from "../threads/titles/title-stream.ts";
import type { ThreadApiDependencies } from "./thread-api-dependencies.ts";
import { readJsonBody } from "./thread-request.ts";

/** Adds the route that generates and streams a thread's title. */
export function addTitleRoutes(app: Hono, { authenticate, run, titles, now, onFault }: ThreadApiDependencies): void {
  app.post("/v1/runs/stream", async (c) => {
    const { scope, headers } = await authenticate(c);
    if (!(c.req.header("Accept") ?? "").includes("text/plain")) {
      const message = "Accept must include text/plain.";
      throw new Refusal("schema_validation", { details: [{ path: "Accept", message }] });
    }
    const { threadId, assistantId, text } = await readJsonBody(c, titleRequestBody);
    if (assistantId !== TITLE_ASSISTANT) throw new Refusal("assistant_not_found");
    const threads = createThreadStore(run, scope, now);
    const thread = await threads.get(threadId);
    if (thread === null) throw new Refusal("thread_not_found");
    const pieces = streamTitle({
      ...titles,
      stored: thread.title,
      text,
      store: (title) => threads.setMissingTitle(threadId, title),
      onFault,
    });
    return new Response(toStream(pieces), {
      headers: { "Content-Type": "text/plain; charset=utf-8", ...PRIVATE_HEADERS, ...headers },
    });
  });
}

/**
 * Returns the pieces as a byte stream. The stream has no `cancel`, because {@link streamTitle} generates and stores the
 * title even if the client disconnects.
 */
function toStream(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}
