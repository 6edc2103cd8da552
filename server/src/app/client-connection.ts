/** The connection of a request. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits. The header of a trusted proxy takes precedence. Requests without any
   * address are not limited.
   */
  remoteAddress?: string | undefined;
}
