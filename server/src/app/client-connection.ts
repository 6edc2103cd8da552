/** The network connection on which a request arrived. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits and for the option `admin: "loopback"`. If a trusted proxy sends an
   * address in a header, that address takes precedence. For a request without any address, only one limit per address
   * applies: the limit on dashboard sign-ins.
   */
  remoteAddress?: string | undefined;
}
