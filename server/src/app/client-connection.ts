/** The network connection on which a request arrived. */
export interface ClientConnection {
  /**
   * The address of the client, for rate limits and for the option `admin: "loopback"`. If a trusted proxy sends an
   * address in a header, that address takes precedence. Without any address, the server skips all limits per address
   * except the limit on dashboard sign-ins.
   */
  remoteAddress?: string | undefined;
}
