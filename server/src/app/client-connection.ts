/** What a server knows about a request's connection. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits. Without it, and without a trusted proxy that names one, requests are
   * not limited.
   */
  remoteAddress?: string | undefined;
}
