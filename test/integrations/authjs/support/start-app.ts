import { createServer } from "node:http";
import { Auth, type AuthConfig } from "@auth/core";
import Credentials from "@auth/core/providers/credentials";
import { type AssistantCloudAuthError, createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import { listenOnFreePort } from "../../../support/listen-on-free-port.ts";
import type { OwnAuthority } from "../../support/start-own-authority.ts";

export const TOKEN_ROUTE = "/api/assistant-ui-token";

/** An app that signs people in by Auth.js, with a token route beside it. */
export interface AuthJsApp {
  readonly url: string;
  /** What the token route told its own log. */
  readonly faults: AssistantCloudAuthError[];
  close(): Promise<void>;
}

/** @param withUserId whether the `session` callback adds the user's id, which Auth.js leaves out by default */
export async function startApp(cloud: OwnAuthority, { withUserId }: { withUserId: boolean }): Promise<AuthJsApp> {
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
    ],
    callbacks: {
      session({ session, token }) {
        if (withUserId) session.user.id = token.sub ?? "";
        return session;
      },
    },
  };

  /** As `auth()` of the framework packages does it. */
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
  const server = createServer(
    toNodeHandler((request) =>
      new URL(request.url).pathname === TOKEN_ROUTE ? handleToken(request) : Auth(request, config),
    ),
  );
  const { port, close } = await listenOnFreePort(server);
  return { url: `http://127.0.0.1:${port}`, faults, close };
}
