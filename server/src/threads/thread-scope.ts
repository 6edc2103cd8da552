/** The workspace whose rows a statement reads and writes. */
export interface WorkspaceScope {
  readonly projectId: string;
  readonly workspaceId: string;
}

/** Where a request reads and writes: set once from its credential, part of every statement. */
export interface ThreadScope extends WorkspaceScope {
  /** The author of what is written. */
  readonly userId: string;
}
