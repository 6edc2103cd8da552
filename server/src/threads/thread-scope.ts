/** The workspace whose rows a statement reads and writes. */
export interface WorkspaceScope {
  readonly projectId: string;
  readonly workspaceId: string;
}

/**
 * The project, workspace and user of a request. The workspace and the user come from the request's token, or from the
 * headers of a request with an API key. Every SQL statement is limited to the project and the workspace.
 */
export interface ThreadScope extends WorkspaceScope {
  /** The author of the rows that the request writes. */
  readonly userId: string;
}
