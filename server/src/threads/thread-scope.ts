/** The workspace whose rows a statement reads and writes. */
export interface WorkspaceScope {
  readonly projectId: string;
  readonly workspaceId: string;
}

/** The scope of a request. It comes from the credential and is part of every statement. */
export interface ThreadScope extends WorkspaceScope {
  /** The author of the rows that the request writes. */
  readonly userId: string;
}
