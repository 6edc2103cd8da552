/** The page's configuration. The page fetches the configuration from the app's own server before the first render. */
export interface DemoConfig {
  /**
   * A constant that identifies the demo. A second copy of the demo reads the constant to find out which program uses a
   * port.
   */
  demo: "assistant-cloud-auth";
  /** A hash of the data folder's path. A copy of the demo does not start while another copy uses the same folder. */
  folderId: string;
  dashboardUrl: string;
  authorityUrl: string;
  /** The issuer URL of the demo's OpenID provider. */
  issuer: string;
  clientId: string;
  /** The lifetime of a workspace token, in seconds. */
  tokenLifetimeSeconds: number;
}

/**
 * The request header that contains the key of the page's person and organization. The app's backend compares this key
 * with the key of the open session, because another tab may have opened the session for another person.
 */
export const SESSION_KEY_HEADER = "Session-Key";

/** Returns the key of a person in an organization. */
export const toSessionKey = (userId: string, organizationId: string): string => `${userId}@${organizationId}`;
