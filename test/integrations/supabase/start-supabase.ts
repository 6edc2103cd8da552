import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { providerOf } from "../support/provider-of.ts";

export interface Person {
  id: string;
  email: string;
  org_id?: string;
}

/**
 * Starts a local server that simulates Supabase Auth's HTTP API. It serves only the endpoints that the tests need, such
 * as the password sign-in. It stops when the test ends.
 * @param legacySecret a shared secret that signs the tokens. Default: the provider's signing key signs them
 */
export async function startSupabase(people: Person[], legacySecret?: string) {
  const refreshTokens = new Map<string, Person>();

  async function sessionOf(person: Person) {
    const refreshToken = randomUUID();
    refreshTokens.set(refreshToken, person);
    const appMetadata = { provider: "email", providers: ["email"], ...(person.org_id && { org_id: person.org_id }) };
    const claims = { sub: person.id, email: person.email, app_metadata: appMetadata, user_metadata: {} };
    return {
      access_token: legacySecret
        ? signLegacy({ ...claims, aud: "authenticated", exp: Math.floor(Date.now() / 1000) + 3600 }, legacySecret)
        : await providerOf("supabase").sign({ ...claims, session_id: randomUUID() }),
      token_type: "bearer",
      expires_in: 3600,
      expires_at: Math.floor(Date.now() / 1000) + 3600,
      refresh_token: refreshToken,
      user: {
        id: person.id,
        aud: "authenticated",
        role: "authenticated",
        email: person.email,
        app_metadata: appMetadata,
      },
    };
  }

  async function answer(path: string, body: Record<string, string>): Promise<[number, unknown]> {
    if (path.startsWith("/auth/v1/logout")) return [204, null];
    if (path === "/auth/v1/token?grant_type=password") {
      const person = people.find(({ email }) => email === body["email"]);
      return person ? [200, await sessionOf(person)] : [400, { code: "invalid_credentials", message: "Invalid" }];
    }
    if (path === "/auth/v1/token?grant_type=refresh_token") {
      const token = body["refresh_token"] ?? "";
      const person = refreshTokens.get(token);
      refreshTokens.delete(token);
      if (person) return [200, await sessionOf(person)];
      return [400, { code: "refresh_token_not_found", message: "Invalid Refresh Token: Refresh Token Not Found" }];
    }
    return [404, {}];
  }

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => answer(request.url ?? "", body))
      .then(([status, body]) => {
        response.writeHead(status, { "Content-Type": "application/json", "X-Supabase-Api-Version": "2024-01-01" });
        response.end(body === null ? undefined : JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Revokes all sessions, as an administrator can. */
    revokeSessions: () => refreshTokens.clear(),
  };
}

/** Signs a token with a shared secret, as Supabase does for a project that has not migrated to signing keys. */
function signLegacy(claims: Record<string, unknown>, secret: string): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg: "HS256", kid: "legacy-1", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function readBody(request: IncomingMessage): Promise<Record<string, string>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : JSON.parse(text);
}
