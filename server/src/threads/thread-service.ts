import { settingRefusal } from "../base/setting-refusal.ts";
import type { Attribution, AuditNote } from "../changes/audit-entry.ts";
import { writeAudit } from "../changes/write-audit.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { runStatements } from "../storage/transaction-statements.ts";
import type { ProjectFiles } from "./files/project-files.ts";
import type { MessageQuery } from "./message-bodies.ts";
import type { StoredMessage } from "./message-store.ts";
import {
  type CountQuery,
  countByUser,
  countByWorkspace,
  type UserCounts,
  type WorkspaceCounts,
} from "./operator/count-threads.ts";
import { type Erased, eraseUser } from "./operator/erase-user.ts";
import { moveThreads, type ThreadMove } from "./operator/move-threads.ts";
import { createProjectThreads, type ProjectThreadQuery } from "./operator/project-threads.ts";
import type { RunStatement } from "./scoped-statements.ts";
import { deleteOldRunReports } from "./telemetry/run-report-store.ts";
import type { ThreadScope } from "./thread-scope.ts";
import { createThreadStore, type Thread } from "./thread-store.ts";
import { cursorAfter, type ExportCursor, exportThreads } from "./transfer/export-threads.ts";
import { type Imported, importThreads } from "./transfer/import-threads.ts";

export interface ExportPage {
  readonly lines: readonly string[];
  /** The cursor for reading the next page; null on the last page. */
  readonly after: ExportCursor | null;
}

/**
 * Reads and changes the threads of a whole project, across its workspaces, for operators and backends. Methods with a
 * `by` parameter write an entry to the audit log. Of all calls for one export or import, only the first call writes an
 * entry.
 */
export interface ThreadService {
  /** Returns a page of threads from all workspaces, the thread with the latest message first. */
  list(query: ProjectThreadQuery): Promise<Thread[]>;
  countByWorkspace(query: CountQuery): Promise<WorkspaceCounts[]>;
  countByUser(query: CountQuery): Promise<UserCounts[]>;
  /**
   * Returns a page of messages for a backend with an API key. The audit log does not record these reads, because
   * backends read often.
   */
  listMessages(threadId: string, query: MessageQuery): Promise<StoredMessage[]>;
  /**
   * Returns a page of messages for an admin, and records the access in the audit log. Throws `not_found` if the project
   * has no thread with this id. Throws `conflict` if several workspaces have a thread with this id and `workspaceId` is
   * missing.
   *
   * @param workspaceId the thread's workspace. Default: the only workspace that has a thread with this id.
   */
  viewMessages(
    threadId: string,
    query: MessageQuery,
    by: Attribution,
    workspaceId?: string | undefined,
  ): Promise<StoredMessage[]>;
  /**
   * Deletes a thread. Throws `not_found` if the project has no thread with this id. Throws `conflict` if several
   * workspaces have a thread with this id and `workspaceId` is missing.
   *
   * @param workspaceId the thread's workspace. Default: the only workspace that has a thread with this id.
   */
  remove(threadId: string, by: Attribution, workspaceId?: string | undefined): Promise<void>;
  /**
   * Deletes a thread of a workspace, on a user's request. Returns false if the workspace has no thread with this id.
   */
  removeFrom(workspace: ThreadScope, threadId: string): Promise<boolean>;
  /** Erases a user and the user's files in every workspace. The audit log records only the numbers of erased rows. */
  eraseUser(userId: string, by: Attribution): Promise<Erased>;
  /** Moves a visitor's threads and files to a user in one transaction. Returns the number of moved threads. */
  move(move: ThreadMove): Promise<number>;
  /** Returns a page of an export: the page that begins after the cursor, or the first page if the cursor is null. */
  exportPage(after: ExportCursor | null, by: Attribution): Promise<ExportPage>;
  /**
   * Imports lines of an export.
   *
   * @param from the number of the line `lines[0]` in the export file. Line numbers start at 1.
   */
  importLines(lines: readonly string[], from: number, by: Attribution): Promise<Imported>;
  /**
   * Deletes uploads that are unfinished after an hour. Also deletes run reports older than `runReportDays` days. If one
   * of the two deletions fails, the other deletion still runs. The promise then rejects.
   */
  deleteExpiredData(): Promise<void>;
}

export interface ThreadServiceDependencies {
  readonly storage: AuthorityStorage;
  readonly projectId: string;
  readonly files: ProjectFiles;
  readonly runReportDays: number;
  readonly now: () => number;
}

const PAGE_LINES = 1000;
const PAGE_LENGTH = 4 * 1024 * 1024;

/** Creates the thread service of a project. */
export function createThreadService(dependencies: ThreadServiceDependencies): ThreadService {
  const { storage, projectId, files, runReportDays, now } = dependencies;
  const run = storage.statement;
  const threads = createProjectThreads(run, projectId, now);
  const record = (note: AuditNote) => storage.run((database) => writeAudit(database, projectId, now(), note));
  const findWorkspace = async (runStatement: RunStatement, threadId: string, workspaceId: string | undefined) => {
    const [row, other] = await runStatement(FIND_WORKSPACE, [projectId, threadId, workspaceId ?? null]);
    if (row === undefined) throw settingRefusal("thread_not_found");
    if (other !== undefined) throw settingRefusal("thread_ambiguous");
    return String(row["workspace_id"]);
  };

  return {
    list: threads.list,
    countByWorkspace: (query) => countByWorkspace(run, projectId, query),
    countByUser: (query) => countByUser(run, projectId, query),
    listMessages: (threadId, query) => threads.listMessages(threadId, query),

    async viewMessages(threadId, query, by, workspaceId) {
      const found = await findWorkspace(run, threadId, workspaceId);
      await record({ ...by, action: "thread.view", target: threadId });
      return threads.listMessages(threadId, query, found);
    },

    remove: (threadId, by, workspaceId) =>
      runStatements(storage, async (runStatement, database) => {
        const scope = { projectId, workspaceId: await findWorkspace(runStatement, threadId, workspaceId), userId: "" };
        const isRemoved = await createThreadStore(runStatement, scope, now).remove(threadId);
        if (!isRemoved) throw settingRefusal("thread_not_found");
        await writeAudit(database, projectId, now(), { ...by, action: "thread.delete", target: threadId });
      }),

    removeFrom: (workspace, threadId) =>
      runStatements(storage, (runStatement) => createThreadStore(runStatement, workspace, now).remove(threadId)),

    async eraseUser(userId, by) {
      const eraseElsewhere = async () => void (await files.removeUser(userId));
      const erased = await eraseUser(storage, { projectId, userId }, { now, eraseElsewhere });
      // The entry must not contain the id of the erased user.
      await record({ ...by, action: "user.erase", target: projectId, details: { ...erased } });
      return erased;
    },

    move: (move) =>
      moveThreads(storage, projectId, move, (runStatement) =>
        files.moveWorkspace(move.from.workspaceId, move.to, runStatement),
      ),

    async exportPage(after, by) {
      if (after === null) await record({ ...by, action: "threads.export", target: projectId });
      const lines: string[] = [];
      let length = 0;
      for await (const line of exportThreads(run, { projectId, after })) {
        lines.push(line);
        length += line.length;
        if (lines.length >= PAGE_LINES || length >= PAGE_LENGTH) return { lines, after: cursorAfter(line) };
      }
      return { lines, after: null };
    },

    async importLines(lines, from, by) {
      if (from === 1) await record({ ...by, action: "threads.import", target: projectId });
      return importThreads(storage, projectId, lines, from);
    },

    async deleteExpiredData() {
      try {
        await deleteOldRunReports(run, { projectId, days: runReportDays, now: now() });
      } finally {
        await files.deleteUnfinishedUploads();
      }
    },
  };
}

const FIND_WORKSPACE = `select workspace_id from threads where project_id = $1 and id = $2::text
  and ($3::text is null or workspace_id = $3::text) limit 2`;
