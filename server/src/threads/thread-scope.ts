/** The workspace whose rows a statement reads and writes. */
export interface WorkspaceScope {
  readonly projectId: string;
  readonly workspaceId: string;
}

/** The scope of a request, set once from its credential and part of every statement. */
export interface ThreadScope extends WorkspaceScope {
  /** The author of written rows. */
  readonly userId: string;
}
