import { createFileHandler } from "../../../src/thread-api/files/file-handler.ts";
import type { AttachmentDependencies } from "../../../src/threads/files/attachment-dependencies.ts";
import { createAttachments } from "../../../src/threads/files/attachments.ts";
import { createFileAccess } from "../../../src/threads/files/file-access.ts";
import { uploadRequestBody } from "../../../src/threads/files/file-bodies.ts";
import { createProjectFiles } from "../../../src/threads/files/project-files.ts";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";

export const FILES_URL = "https://cloud.example.com/v1/files";
export const SECRET = "a secret of the tests, 32 characters or more";
/** How many bytes the server stores in one row of `file_chunks`. */
export const CHUNK = 262_144;
/** How many bytes of the quota a file uses in addition to its length. */
export const COST = 1024;

let workspaces = 0;

/** Creates the attachment service of a new workspace, with a manual clock. */
export function createTestAttachments(run: RunStatement, overrides: Partial<AttachmentDependencies> = {}) {
  const clock = { now: Date.UTC(2026, 0, 1, 12) };
  const faults: unknown[] = [];
  const parts: AttachmentDependencies = {
    run,
    projectId: "project",
    filesUrl: FILES_URL,
    secret: SECRET,
    previousSecret: null,
    maxBytes: 3_000_000,
    quotaBytes: 100_000_000,
    bucket: null,
    now: () => clock.now,
    onFault: (error) => faults.push(error),
    ...overrides,
  };
  workspaces += 1;
  const scope = { projectId: "project", workspaceId: `files-${workspaces}`, userId: `ada-${workspaces}` };
  const attachments = createAttachments(parts);
  const { now, onFault } = parts;
  const handle = createFileHandler({ openAccess: createFileAccess(parts), now, onFault });
  const fetchFile = (url: string, init: RequestInit & { duplex?: "half" } = {}) => handle(new Request(url, init));
  const projectFiles = createProjectFiles(parts);

  async function createUpload(body: object = {}, of = scope) {
    const request = uploadRequestBody(parts.maxBytes).parse({ filename: "photo.png", ...body });
    const ticket = await attachments.createUpload(of, request);
    if (ticket === null) throw new Error("The quota is used up.");
    return { ...ticket, storedUrl: `${FILES_URL}/${ticket.key}` };
  }
  const put = (url: string, body: BodyInit, headers: Record<string, string> = { "Content-Type": "image/png" }) =>
    fetchFile(url, { method: "PUT", body, headers, duplex: "half" });
  /** Uploads a file. Returns the result of `createUpload`, which contains the file's key. */
  async function upload(bytes: Uint8Array<ArrayBuffer>, body: object = {}, contentType = "image/png", of = scope) {
    const ticket = await createUpload(body, of);
    const response = await put(ticket.signedUrl, bytes, { "Content-Type": contentType });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return ticket;
  }
  async function readUrl(key: string, of = scope): Promise<string> {
    const ticket = await attachments.createDownload(of, { key });
    if (ticket === null) throw new Error("There is no such file.");
    return ticket.signedUrl;
  }
  /** Returns how many bytes of the quota a workspace's files use; null before the first file. */
  async function usage(workspaceId = scope.workspaceId): Promise<number | null> {
    const [row] = await run("select bytes::double precision as bytes from file_usage where workspace_id = $1", [
      workspaceId,
    ]);
    return row === undefined ? null : Number(row["bytes"]);
  }
  async function count(table: "files" | "file_chunks", workspaceId = scope.workspaceId): Promise<number> {
    const [row] = await run(`select count(*)::int as count from ${table} where workspace_id = $1`, [workspaceId]);
    return Number(row?.["count"]);
  }
  return {
    ...{ clock, faults, parts, scope, attachments, handle, fetchFile, projectFiles },
    ...{ createUpload, put, upload, readUrl, usage, count },
  };
}

/** Returns bytes whose values depend on their positions, so that a test detects a misplaced byte. */
export function makeBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >> 8) * 7 + (index >> 16)) & 255;
  return bytes;
}

/** Returns a body that arrives in the given chunks, and then optionally fails. */
export function streamOf(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  failure?: Error,
): ReadableStream<Uint8Array> {
  const iterator = Symbol.iterator in pieces ? pieces[Symbol.iterator]() : pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (!done) controller.enqueue(value);
      else if (failure) controller.error(failure);
      else controller.close();
    },
  });
}
