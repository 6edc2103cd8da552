import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { type AuthorityServer, serveAuthority } from "../../../server/src/index.ts";
import { createTokenHandler, toNodeHandler } from "../../../src/backend/index.ts";
import { createWorkspaceTokenVerifier } from "../../../src/verify/index.ts";
import { listenOnFreePort } from "../../support/listen-on-free-port.ts";

/** A real authority and an app's server, both on loopback. */
export interface RunningCloud {
  /** The `iss` claim of the authority's tokens. */
  readonly issuer: string;
  readonly apiKey: string;
  /** The URL of the authority. */
  readonly url: string;
  /**
   * The URL of the app. `/token` mints a token for `user_1`. `/hangs` never responds. Every other path requires a
   * token.
   */
  readonly appUrl: string;
  /** The user of each authenticated call to the app's API, in order. */
  readonly callers: string[];
  close(): Promise<void>;
}

export async function startCloud(): Promise<RunningCloud> {
  const authority = await createTestAuthority();
  const server = await serveAuthority({ authority: authority.authority, port: 0 });
  const callers: string[] = [];
  const app = await listenOnFreePort(createServer(createApp(authority, server, callers)));
  return {
    issuer: authority.baseUrl,
    apiKey: authority.apiKey,
    url: server.url,
    appUrl: `http://127.0.0.1:${app.port}`,
    callers,
    async close() {
      await app.close();
      await server.close();
      await authority.close();
    },
  };
}

function createApp(authority: TestAuthority, server: AuthorityServer, callers: string[]) {
  const mint = toNodeHandler(
    createTokenHandler({
      apiKey: authority.apiKey,
      baseUrl: server.url,
      authorize: () => ({ workspaceId: "org_1:user_1", userId: "user_1" }),
    }),
  );
  const verify = createWorkspaceTokenVerifier({
    issuer: authority.baseUrl,
    jwksUrl: `${server.url}/.well-known/jwks.json`,
  });
  const answerApi = ({ headers }: IncomingMessage, response: ServerResponse) =>
    verify((headers.authorization ?? "").replace("Bearer ", "")).then(
      ({ userId }) => {
        callers.push(userId);
        response.end();
      },
      () => response.writeHead(401).end(),
    );
  return async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/token") return mint(request, response);
    if (request.url !== "/hangs") await answerApi(request, response);
  };
}
