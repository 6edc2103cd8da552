import {
  type Authority,
  type AuthorityOptions,
  type AuthorityStorage,
  createAuthority,
  type OpenIdSignInOptions,
  serveAuthority,
} from "assistant-cloud-server";
import { createCookieFetch } from "../../../../../test/integrations/support/create-cookie-fetch.ts";
import { CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID } from "./start-team-provider.ts";

/** The authority's options. `setUp` adds the provider's issuer and client. */
export interface TeamOptions extends Omit<AuthorityOptions, "storage" | "issuer" | "adminOpenId"> {
  adminOpenId?: Partial<OpenIdSignInOptions>;
}

/** A local authority whose admins sign in with a provider. */
export interface TeamDashboard {
  readonly url: string;
  /** The errors that the current authority has passed to `onFault`. */
  readonly faults: unknown[];
  readonly authority: Authority;
  /** Creates an authority and closes the previous one. `provider` is the issuer URL of the OpenID provider. */
  setUp(provider: string, options?: TeamOptions): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server for the authority that `setUp` creates. When `setUp` replaces the authority, the server uses the same
 * port and closes no connections.
 */
export async function openTeamDashboard(storage: AuthorityStorage): Promise<TeamDashboard> {
  const faults: unknown[] = [];
  let current: Authority | null = null;
  const get = () => {
    if (current === null) throw new Error("No authority has been set up.");
    return current;
  };
  const server = await serveAuthority({
    authority: { fetch: (...request) => get().fetch(...request) },
    port: 0,
    dashboardFolder: null,
  });
  const url = `http://localhost:${server.port}`;
  return {
    url,
    faults,
    get authority() {
      return get();
    },
    async setUp(provider, { adminOpenId, ...options } = {}) {
      await current?.close();
      faults.length = 0;
      current = await createAuthority({
        storage,
        issuer: url,
        allowInsecureJwks: true,
        onFault: (error) => faults.push(error),
        ...options,
        adminOpenId: {
          issuer: provider,
          clientId: CLIENT_ID,
          ...(adminOpenId?.clientId === PUBLIC_CLIENT_ID ? {} : { clientSecret: CLIENT_SECRET }),
          allow: { subjects: ["ada"] },
          ...adminOpenId,
        },
      });
    },
    async close() {
      await server.close();
      await current?.close();
    },
  };
}

/** Returns a simulated browser: an HTTP client with a cookie store. `url` is the authority's URL. */
export function openBrowser(url: string) {
  const { fetch, cookieFor, clear } = createCookieFetch(url);
  const visit = (address: string) => fetch(address, { redirect: "manual" });
  const locationOf = (response: Response, base: string) => new URL(response.headers.get("Location") ?? "", base).href;

  /** Opens the URL of the sign-in button. Returns the target URL of the authority's redirect. */
  async function start(page = "#/audit"): Promise<string> {
    const address = `${url}/admin/oidc/start?${new URLSearchParams({ page })}`;
    return locationOf(await visit(address), address);
  }
  /** Signs in at the provider as `person`. If `person` is empty, cancels the sign-in. Returns the callback URL. */
  async function signInAt(providerUrl: string, person: string): Promise<string> {
    let at = providerUrl;
    for (;;) {
      if (at.startsWith(`${url}/`)) return at;
      const page = await visit(at);
      const response =
        page.status === 200
          ? await fetch(at, { method: "POST", redirect: "manual", body: new URLSearchParams({ person }) })
          : page;
      if (!response.headers.has("Location")) throw new Error(`The provider answered ${response.status}`);
      at = locationOf(response, at);
    }
  }
  return {
    fetch,
    cookieFor,
    clear,
    start,
    signInAt,
    /** Opens the callback URL. Returns the target path of the authority's redirect. */
    async openCallback(callback: string): Promise<string> {
      const response = await visit(callback);
      return locationOf(response, callback).replace(url, "");
    },
    /** Clicks the sign-in button and signs in as `person`. Returns the target path of the authority's last redirect. */
    async signIn(person: string, page?: string): Promise<string> {
      return this.openCallback(await signInAt(await start(page), person));
    },
    async session(): Promise<Record<string, unknown>> {
      return (await (await fetch(`${url}/admin/api/session`)).json()) as Record<string, unknown>;
    },
    send: (method: string, path: string, body?: unknown) =>
      fetch(`${url}/admin/api${path}`, {
        method,
        headers: { "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
