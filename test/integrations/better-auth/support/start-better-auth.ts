import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { toNodeHandler } from "better-auth/node";
import { jwt, organization } from "better-auth/plugins";
import { listenOnFreePort } from "../../../support/listen-on-free-port.ts";

/** The origin of the page that calls the server. */
export const PAGE_ORIGIN = "http://localhost:3000";

/** A real Better Auth server over HTTP, with its tables in memory. */
export interface BetterAuthServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a {@link BetterAuthServer}.
 * @param options `jwt`: whether to add the jwt plugin. Default: true
 */
export async function startBetterAuth(options: { jwt?: boolean } = {}): Promise<BetterAuthServer> {
  const server = createServer();
  const { port, close } = await listenOnFreePort(server);
  const url = `http://127.0.0.1:${port}`;
  const tables = ["user", "session", "account", "verification", "jwks", "organization", "member", "invitation"];
  const tokens = jwt({
    jwt: {
      // As in the docs, the token contains the session's organization, but no name and no e-mail address.
      definePayload: ({ session }) => ({ activeOrganizationId: session["activeOrganizationId"] ?? undefined }),
    },
  });
  const auth = betterAuth({
    baseURL: url,
    secret: "a secret of the tests, 32 characters or more",
    database: memoryAdapter(Object.fromEntries(tables.map((table) => [table, []]))),
    trustedOrigins: [PAGE_ORIGIN],
    emailAndPassword: { enabled: true },
    plugins: options.jwt === false ? [organization()] : [tokens, organization()],
  });
  server.on("request", toNodeHandler(auth));
  return { url, close };
}
