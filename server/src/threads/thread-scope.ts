/** Where a request reads and writes: set once from its credential, part of every statement. */
export interface ThreadScope {
  readonly projectId: string;
  readonly workspaceId: string;
  /** The author of what is written. */
  readonly userId: string;
}
