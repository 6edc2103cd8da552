import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createWorkspaceTokenVerifier, TokenVerificationError } from "assistant-cloud-auth/verify";
import {
  type Authority,
  type AuthorityStorage,
  authRuleFor,
  createAuthority,
  type ProviderName,
  serveAuthority,
} from "assistant-cloud-server";
import { explainToken } from "../../../server/src/explain/explain-token.ts";
import { fetchJwks } from "../../../server/src/jwks/fetch-jwks.ts";
import { openTestStorage } from "../../../server/test/support/open-test-storage.ts";
import { providerFixtures } from "./provider-fixtures.ts";
import { createProviderKeys, type SignRequest } from "./provider-keys.ts";

/** The URLs of the servers. Vitest passes this object to other processes, so the object must be serializable. */
export interface CloudAddresses {
  cloudUrl: string;
  /**
   * The URL of the server that simulates the auth providers and the app's API. `/<provider>/jwks` returns a provider's
   * public keys. `/<provider>/sign` returns a signed token. `/whoami` is the app's API. `/explain` returns the
   * authority's report about a token.
   */
  providerUrl: string;
  issuers: Record<ProviderName, string>;
}

/**
 * Starts one server that simulates all auth providers, and one server for the authority. Creates the authority at the
 * first request that needs it, because the creation takes seconds and much memory.
 */
export async function startCloud(): Promise<CloudAddresses & { close(): Promise<void> }> {
  const keys = createProviderKeys();
  const providerServer = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => providerServer.listen(0, "127.0.0.1", resolve));
  const providerUrl = `http://127.0.0.1:${(providerServer.address() as AddressInfo).port}`;

  let opened: Promise<{ authority: Authority; storage: AuthorityStorage }> | null = null;
  const open = () => {
    opened ??= openAuthority(cloud.url, providerUrl);
    return opened;
  };
  const cloud = await serveAuthority({
    authority: { fetch: async (request) => (await open()).authority.fetch(request) },
    port: 0,
    dashboardFolder: null,
  });
  const verify = createWorkspaceTokenVerifier({ issuer: cloud.url });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (path === "/whoami") {
      try {
        const { userId, workspaceId } = await verify(request.headers.authorization?.slice(7) ?? "");
        return send(response, { userId, workspaceId });
      } catch (error) {
        if (error instanceof TokenVerificationError) return void response.writeHead(401).end(error.message);
        throw error;
      }
    }
    if (path === "/explain") {
      const { authority } = await open();
      const report = await explainToken(await readBody(request), await authority.rules.list(), {
        loadJwks: (rule) => fetchJwks(rule.jwksUrl, true),
        revokedBefore: async () => null,
        nowMs: Date.now(),
        ownIssuer: cloud.url,
      });
      return send(response, report);
    }
    const [, provider = "", action] = path.split("/");
    if (!isProvider(provider)) return void response.writeHead(404).end();
    if (action === "jwks") return send(response, await keys.jwks(provider));
    const signRequest = JSON.parse(await readBody(request)) as SignRequest;
    send(response, { token: await keys.sign(provider, ruleOf(provider), signRequest) });
  }

  return {
    cloudUrl: cloud.url,
    providerUrl,
    issuers: Object.fromEntries(
      Object.keys(providerFixtures).map((provider) => [provider, [ruleOf(provider as ProviderName).issuer].flat()[0]]),
    ) as CloudAddresses["issuers"],
    async close() {
      await cloud.close();
      providerServer.close();
      providerServer.closeAllConnections();
      if (opened === null) return;
      const { authority, storage } = await opened;
      await authority.close();
      await storage.close();
    },
  };
}

/** Returns the auth rule that a provider's preset creates from the settings of the fixture. */
const ruleOf = <P extends ProviderName>(provider: P) => authRuleFor(provider, providerFixtures[provider].input);

async function openAuthority(issuer: string, providerUrl: string) {
  const storage = await openTestStorage();
  const authority = await createAuthority({ storage, issuer, allowInsecureJwks: true });
  for (const provider of Object.keys(providerFixtures) as ProviderName[]) {
    await authority.rules.add({ ...ruleOf(provider), jwksUrl: `${providerUrl}/${provider}/jwks` });
  }
  return { authority, storage };
}

function isProvider(name: string): name is ProviderName {
  return Object.hasOwn(providerFixtures, name);
}

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
