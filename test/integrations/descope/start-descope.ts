import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { providerOf } from "../support/provider-of.ts";

export interface Person {
  userId: string;
  loginId: string;
}

interface Session {
  person: Person;
  tenant: string | null;
}

/**
 * Starts a local server that simulates Descope's HTTP API. It serves only the endpoints that the tests need, such as
 * the password sign-in. It stops when the test ends.
 */
export async function startDescope(people: Person[], { sessionInCookie = false } = {}) {
  const sessions = new Map<string, Session>();

  async function authInfo(refreshJwt: string, { person, tenant }: Session): Promise<[number, unknown]> {
    const claims = { sub: person.userId, ...(tenant === null ? {} : { dct: tenant, tenants: { [tenant]: {} } }) };
    const sessionJwt = await providerOf("descope").sign({ ...claims, jti: randomUUID() }, { expiresInSeconds: 600 });
    const body = {
      ...(sessionInCookie ? {} : { sessionJwt }),
      refreshJwt,
      cookieDomain: "",
      cookiePath: "/",
      cookieMaxAge: 2419199,
      cookieExpiration: Math.floor(Date.now() / 1000) + 2419199,
      sessionExpiration: Math.floor(Date.now() / 1000) + 600,
      claims,
      user: { userId: person.userId, loginIds: [person.loginId], name: "" },
      firstSeen: false,
    };
    return [200, body];
  }

  async function answer(path: string, bearer: string, body: Record<string, string>): Promise<[number, unknown]> {
    if (path === "/v1/auth/password/signin") {
      const person = people.find(({ loginId }) => loginId === body["loginId"]);
      if (person === undefined) return [401, { errorCode: "E062909", errorDescription: "Invalid signin credentials" }];
      const refreshJwt = await providerOf("descope").sign({ sub: person.userId, drn: "DSR", jti: randomUUID() });
      sessions.set(refreshJwt, { person, tenant: null });
    }
    const refreshJwt = path.endsWith("/signin") ? ([...sessions.keys()].at(-1) ?? "") : bearer;
    const session = sessions.get(refreshJwt);
    if (session === undefined) return [401, { errorCode: "E061005", errorDescription: "Failed to refresh session" }];
    if (path === "/v1/auth/tenant/select") session.tenant = body["tenant"] ?? null;
    if (path !== "/v1/auth/logout") return authInfo(refreshJwt, session);
    sessions.delete(refreshJwt);
    return [200, {}];
  }

  const server = createServer((request, response) => {
    // The SDK sends the project id, a colon and the refresh token, so take the second part.
    const bearer = request.headers.authorization?.split(":")[1] ?? "";
    void readBody(request)
      .then((body) => answer(request.url?.replace(/\?.*/, "") ?? "", bearer, body))
      .then(([status, body]) => {
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Ends all sessions, as if the refresh tokens had expired. */
    endSessions: () => sessions.clear(),
  };
}

async function readBody(request: IncomingMessage): Promise<Record<string, string>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : JSON.parse(text);
}
