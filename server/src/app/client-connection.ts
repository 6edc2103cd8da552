/** The network connection on which a request arrived. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits. An address in the header of a trusted proxy takes precedence. Requests
   * without any address are not limited.
   */
  remoteAddress?: string | undefined;
}
