/** The user and workspace that a token is signed for. */
export interface Identity {
  readonly userId: string;
  readonly workspaceId: string;
}
