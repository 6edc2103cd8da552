/** For whom a token is signed. */
export interface Identity {
  readonly userId: string;
  readonly workspaceId: string;
}
