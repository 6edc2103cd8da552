/** What the page fetches from its own server before it renders. */
export interface DemoConfig {
  /** The demo's marker, by which a second copy recognizes the first. */
  demo: "assistant-cloud-auth";
  /** A hash of the data folder: a second copy with the same folder cannot start. */
  folderId: string;
  /** The authority's dashboard. */
  dashboardUrl: string;
  /** The base URL of the authority. */
  authorityUrl: string;
  /** The OpenID provider's issuer. */
  issuer: string;
  clientId: string;
  /** How long a workspace token lives, in seconds. */
  tokenLifetimeSeconds: number;
}
