/** What is known of a request beside the request itself. */
export interface Connection {
  /** The address at the other end of the connection, by which requests are limited; without it, and without a trusted proxy that names one, they are not. */
  remoteAddress?: string | undefined;
}
