import { createServer } from "node:http";
import { Auth, type AuthConfig } from "@auth/core";
import Credentials from "@auth/core/providers/credentials";
import { type AssistantCloudAuthError, createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import { callbacks } from "../../../examples/providers/authjs-config.ts";
import { listenOnFreePort } from "../../../support/listen-on-free-port.ts";
import { CLIENT_ID, startProvider } from "../../oidc/support/start-provider.ts";
import type { OwnAuthority } from "../../support/start-own-authority.ts";

export const TOKEN_ROUTE = "/api/assistant-ui-token";

/** An app that signs users in with Auth.js and has a token route. */
export interface AuthJsApp {
  readonly url: string;
  readonly faults: AssistantCloudAuthError[];
  close(): Promise<void>;
}

/**
 * Starts an app with Auth.js. By default, Auth.js omits the user's id from the session. Without a database adapter,
 * Auth.js also creates a new id for an OAuth user at each sign-in.
 * @param withUserId whether to use the callbacks of the docs, which add the user's id to the session
 */
export async function startApp(cloud: OwnAuthority, { withUserId }: { withUserId: boolean }): Promise<AuthJsApp> {
  const server = createServer();
  const { port, close } = await listenOnFreePort(server);
  const url = `http://127.0.0.1:${port}`;
  const provider = await startProvider([`${url}/auth/callback/oidc`]);
  const config: AuthConfig = {
    trustHost: true,
    secret: "a secret of the tests, 32 characters or more",
    basePath: "/auth",
    session: { strategy: "jwt" },
    logger: { error() {}, warn() {} },
    providers: [
      Credentials({
        credentials: { name: {} },
        authorize: ({ name }) => (typeof name === "string" && name !== "" ? { id: name, name } : null),
      }),
      {
        id: "oidc",
        name: "OpenID",
        type: "oidc",
        issuer: provider.issuer,
        clientId: CLIENT_ID,
        client: { token_endpoint_auth_method: "none" },
        authorization: { params: { scope: "openid" } },
        checks: ["pkce", "state"],
      },
    ],
    ...(withUserId && callbacks && { callbacks }),
  };

  /** Requests the session from Auth.js's session route, as `auth()` in Auth.js's framework packages does. */
  async function readSession(request: Request): Promise<{ user: { id: string } } | null> {
    const headers = { cookie: request.headers.get("cookie") ?? "" };
    const response = await Auth(new Request(new URL("/auth/session", request.url), { headers }), config);
    return response.json();
  }

  const faults: AssistantCloudAuthError[] = [];
  const handleToken = createTokenHandler({
    apiKey: cloud.apiKey,
    baseUrl: cloud.url,
    onError: (error) => faults.push(error),
    async authorize(request) {
      const session = await readSession(request);
      return session && { workspaceId: session.user.id, userId: session.user.id };
    },
  });
  server.on(
    "request",
    toNodeHandler((request) =>
      new URL(request.url).pathname === TOKEN_ROUTE ? handleToken(request) : Auth(request, config),
    ),
  );
  return {
    url,
    faults,
    async close() {
      await provider.close();
      await close();
    },
  };
}
