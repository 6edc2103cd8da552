import type { AuthorityOptions } from "../config/authority-options.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { createEventLimit } from "../limits/event-limit.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createFileHandler } from "../thread-api/files/file-handler.ts";
import type { AttachmentRoutes, ThreadApiDependencies } from "../thread-api/thread-api-dependencies.ts";
import type { AttachmentDependencies } from "../threads/files/attachment-dependencies.ts";
import { createAttachments } from "../threads/files/attachments.ts";
import { openBucket } from "../threads/files/bucket.ts";
import { createFileAccess } from "../threads/files/file-access.ts";
import type { ThreadService } from "../threads/thread-service.ts";
import { createOpenAiTitles } from "../threads/titles/openai-titles.ts";
import type { TitleWriter } from "../threads/titles/title-stream.ts";

/** Creates all dependencies of the assistant-ui API except those for authentication. */
export function buildThreadApi(
  storage: AuthorityStorage,
  settings: AuthoritySettings,
  service: ThreadService,
): Omit<ThreadApiDependencies, "authenticate" | "authenticateBackend"> {
  const { projectId, onEvent, now, onFault } = settings;
  return {
    run: storage.prepared,
    titles: titleWriter(settings.titles),
    files: buildFiles(storage, settings),
    service,
    limitEvents: createEventLimit(settings.rateLimits),
    onEvents(kinds) {
      for (const [kind, count] of kinds) onEvent?.({ type: "user_events", project: projectId, kind, count });
    },
    now,
    onFault,
  };
}

function titleWriter(titles: AuthoritySettings["titles"]): TitleWriter {
  if (titles === null || typeof titles === "function") return { generate: titles };
  const { timeoutMs, maxLength } = titles;
  return { generate: createOpenAiTitles(titles), timeoutMs, maxLength };
}

function buildFiles(storage: AuthorityStorage, settings: AuthoritySettings): AttachmentRoutes | null {
  const { attachments, projectId, issuer, secret, previousSecret, now, onFault } = settings;
  if (attachments === null) return null;
  const dependencies: AttachmentDependencies = {
    run: storage.prepared,
    filesUrl: `${issuer}/v1/files`,
    bucket: attachments.bucket === null ? null : openBucket(attachments.bucket, now),
    ...{ maxBytes: attachments.maxBytes, quotaBytes: attachments.quotaBytes },
    ...{ projectId, secret, previousSecret, now, onFault },
  };
  return {
    attachments: createAttachments(dependencies),
    handle: createFileHandler({ openAccess: createFileAccess(dependencies), now, onFault }),
    maxBytes: dependencies.maxBytes,
  };
}

/**
 * Returns a function that moves a visitor's threads to a signed-in user. The function moves the threads that this
 * server stores, then calls the option `moveThreads`, if set. Returns null if this server stores no threads and the
 * option is not set.
 */
export function moveAll(
  { threads, moveThreads }: Pick<AuthoritySettings, "threads" | "moveThreads">,
  service: ThreadService,
): NonNullable<AuthorityOptions["moveThreads"]> | null {
  if (!threads) return moveThreads;
  return async (claim) => (await service.move(claim)) + ((await moveThreads?.(claim)) ?? 0);
}
