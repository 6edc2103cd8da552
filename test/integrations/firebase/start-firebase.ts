import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { providerOf } from "../support/provider-of.ts";

export interface Person {
  uid: string;
  email: string;
  tenantId?: string;
  /** The custom claims of the ID token. Default: none. */
  claims?: Record<string, unknown>;
  disabled?: boolean;
}

interface Order {
  email?: string;
  idToken?: string;
  refresh_token?: string;
}

/**
 * Starts a local server that simulates Google's Identity Toolkit and Secure Token APIs. It serves only the endpoints
 * that the tests need, such as the password sign-in. It stops when the test ends.
 * @param isEmulator whether to issue unsigned tokens, as Firebase's Auth emulator does
 */
export async function startFirebase(people: Person[], isEmulator: boolean) {
  async function idTokenOf({ uid, email, tenantId, claims: customClaims }: Person): Promise<string> {
    const claims = {
      ...customClaims,
      sub: uid,
      user_id: uid,
      email,
      auth_time: Math.floor(Date.now() / 1000),
      firebase: { identities: { email: [email] }, sign_in_provider: "password", ...(tenantId && { tenant: tenantId }) },
      jti: randomUUID(),
    };
    if (!isEmulator) return providerOf("firebase").sign(claims);
    const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
    return `${encode({ alg: "none", typ: "JWT" })}.${encode({ ...claims, exp: claims.auth_time + 3600 })}.`;
  }

  async function answer(path: string, order: Order): Promise<[number, unknown]> {
    const uid = order.refresh_token ?? claimsOf(order.idToken)["sub"];
    const person = people.find((each) => (order.email ? each.email === order.email : each.uid === uid));
    if (person === undefined || person.disabled) {
      return [400, { error: { code: 400, message: person ? "USER_DISABLED" : "INVALID_LOGIN_CREDENTIALS" } }];
    }
    const { email, tenantId } = person;
    if (path.includes("accounts:lookup")) {
      return [200, { users: [{ localId: person.uid, email, providerUserInfo: [], ...(tenantId && { tenantId }) }] }];
    }
    const idToken = await idTokenOf(person);
    if (path.includes("/v1/token")) {
      return [200, { access_token: idToken, id_token: idToken, expires_in: "3600", refresh_token: person.uid }];
    }
    return [200, { localId: person.uid, email, idToken, refreshToken: person.uid, expiresIn: "3600" }];
  }

  const server = createServer((request, response) => {
    void readBody(request)
      .then((body) => answer(request.url ?? "", body))
      .then(([status, body]) => {
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function claimsOf(token = ""): Record<string, unknown> {
  const payload = token.split(".")[1];
  return payload === undefined ? {} : JSON.parse(Buffer.from(payload, "base64url").toString());
}

/** Reads a request body: JSON for Identity Toolkit, a form for Secure Token. */
async function readBody(request: IncomingMessage): Promise<Order> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}
