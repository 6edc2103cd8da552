/** What a server knows of a request's connection. */
export interface ClientConnection {
  /**
   * The address of the client, by which its requests are limited. Without it, and without a trusted proxy that names one,
   * they are not limited.
   */
  remoteAddress?: string | undefined;
}
