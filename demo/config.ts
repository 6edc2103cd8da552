/** The configuration that the page fetches from its own server before it renders. */
export interface DemoConfig {
  /** A marker by which a second copy of the demo recognizes the first copy. */
  demo: "assistant-cloud-auth";
  /** A hash of the data folder's path. A second copy with the same folder cannot start. */
  folderId: string;
  /** The URL of the authority's dashboard. */
  dashboardUrl: string;
  /** The base URL of the authority. */
  authorityUrl: string;
  /** The OpenID provider's issuer. */
  issuer: string;
  clientId: string;
  /** The lifetime of a workspace token, in seconds. */
  tokenLifetimeSeconds: number;
}
