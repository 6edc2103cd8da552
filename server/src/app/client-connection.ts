/** The connection of a request. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits. Requests are not limited if neither this nor a trusted proxy's header
   * contains an address.
   */
  remoteAddress?: string | undefined;
}
