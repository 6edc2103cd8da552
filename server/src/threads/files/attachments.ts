import { createHourlyTask } from "../../base/hourly-task.ts";
import type { ThreadScope } from "../thread-scope.ts";
import type { AttachmentDependencies } from "./attachment-dependencies.ts";
import type { DownloadRequest, UploadRequest } from "./file-bodies.ts";
import { createFileGrants } from "./file-grants.ts";
import { createFileKey, isFileKey } from "./file-key.ts";
import { createFileRows } from "./file-rows.ts";
import { createFileUrls } from "./file-urls.ts";
import { createProjectFiles } from "./project-files.ts";
import { createReadUrls } from "./read-urls.ts";
import { readExpiry, uploadExpiry } from "./url-lifetime.ts";

/** The response to a request for an upload URL, in the wire format. */
export interface UploadTicket {
  readonly success: true;
  readonly signedUrl: string;
  readonly expiresAt: string;
  /**
   * A signed URL to read the uploaded file. Clients display the file from this URL until they reload the messages. When
   * the server stores a message that contains this URL, the server removes the signature.
   */
  readonly publicUrl: string;
  readonly key: string;
}

/** The response to a request for a read URL, in the wire format. */
export interface DownloadTicket {
  readonly signedUrl: string;
  readonly expiresAt: string;
  readonly key: string;
}

/** Signs the file URLs of a project and rewrites the file URLs in messages. */
export interface Attachments {
  /**
   * Registers a new file and returns a signed URL to upload it. Returns null if the file would exceed the workspace's
   * quota.
   */
  createUpload(scope: ThreadScope, request: UploadRequest): Promise<UploadTicket | null>;
  /**
   * Returns a signed URL to read a file; null if the workspace has no such file, or if the file is not uploaded yet.
   */
  createDownload(scope: ThreadScope, request: DownloadRequest): Promise<DownloadTicket | null>;
  /** Replaces this project's signed URLs in a message's content with unsigned ones, for storage. */
  withoutSignatures(content: string): string;
  /**
   * Replaces this project's file URLs in messages with signed read URLs. A URL becomes unsigned if the workspace has no
   * uploaded file with this URL, or if signing fails. One statement looks up all files. If the messages contain no file
   * URLs, returns the messages synchronously.
   */
  withSignatures<T extends { readonly content: string }>(
    scope: ThreadScope,
    messages: readonly T[],
  ): readonly T[] | Promise<readonly T[]>;
  /** Waits until no deletion of unfinished uploads is in progress. */
  settle(): Promise<void>;
}

/** Creates the {@link Attachments} of a project. */
export function createAttachments(dependencies: AttachmentDependencies): Attachments {
  const { run, projectId, filesUrl, maxBytes, bucket, now } = dependencies;
  const grants = createFileGrants(projectId, dependencies.secret, dependencies.previousSecret);
  const urls = createFileUrls(projectId, filesUrl, bucket?.url ?? null);
  const readUrls = createReadUrls(dependencies, grants, urls);
  const { deleteUnfinishedUploads } = createProjectFiles(dependencies);
  const sweep = createHourlyTask(deleteUnfinishedUploads, now, dependencies.onFault);
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

  return {
    async createUpload(scope, request) {
      sweep.runWhenDue();
      const key = createFileKey(projectId, request.filename);
      const file = { ...request, key, userId: scope.userId, maxBytes, inBucket: bucket !== null };
      if (!(await createFileRows(run, scope, dependencies).create(file))) return null;
      const { contentType: type, contentLength } = request;
      const expires = uploadExpiry(now());
      const limit = contentLength ?? maxBytes;
      const { workspaceId } = scope;
      const signedUrl =
        bucket === null
          ? urls.storedUrl(key) + grants.sign({ method: "PUT", workspaceId, key, expires, limit, type })
          : await bucket.presignUpload(key, type, contentLength);
      const publicUrl = urls.storedUrl(key) + grants.signRead(workspaceId, key, readExpiry(now()));
      return { success: true, signedUrl, expiresAt: iso(expires), publicUrl, key };
    },

    async createDownload(scope, request) {
      const key = request.key ?? urls.keyOf(request.url ?? "");
      if (key === null || !isFileKey(key, projectId)) return null;
      const expiresAt = iso(readExpiry(now()));
      const signedUrl = (await readUrls.sign(scope, [key], rethrow)).get(key);
      return signedUrl === undefined ? null : { signedUrl, expiresAt, key };
    },

    withoutSignatures: (content) => urls.rewrite(content, urls.storedUrl),

    withSignatures(scope, messages) {
      const keys = new Set(messages.flatMap(({ content }) => urls.keysIn(content)));
      if (keys.size === 0) return messages;
      // If the bucket is unavailable, the messages keep unsigned URLs, so their images are missing.
      return readUrls.sign(scope, [...keys], dependencies.onFault).then((signed) =>
        messages.map((message) => {
          const content = urls.rewrite(message.content, (key) => signed.get(key) ?? urls.storedUrl(key));
          return content === message.content ? message : { ...message, content };
        }),
      );
    },

    settle: sweep.settle,
  };
}

function rethrow(error: unknown): never {
  throw error;
}
