/** The network connection on which a request arrived. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits. If a trusted proxy sends an address in a header, that address takes
   * precedence. Requests without any address are not limited.
   */
  remoteAddress?: string | undefined;
}
