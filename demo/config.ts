/** What the page asks its own server for before it draws anything. */
export interface DemoConfig {
  /** The demo's marker, by which a second copy recognises the first. */
  demo: "assistant-cloud-auth";
  /** The base URL of the authority. */
  authorityUrl: string;
  /** The OpenID provider's issuer. */
  issuer: string;
  clientId: string;
  /** How long a workspace token lives, in seconds. */
  tokenLifetimeSeconds: number;
}
