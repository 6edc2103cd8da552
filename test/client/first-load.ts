import { onTestFinished } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { signToken } from "../support/sign-token.ts";
import { createEngineHarness } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

export const BASE = "https://cloud.example";
export const API = "GET /v1/threads";
export const MESSAGES = "POST /v1/threads/1/messages";
export const ROUTE = "POST /v1/auth/tokens/exchange";

/**
 * Creates an engine and a simulated cloud. The user has just signed in, and the cloud accepts the user's ID token. The
 * cloud's response has a workspace token in the `Authorization` header, as in the hosted cloud.
 */
export function createFirstLoad(answers: Parameters<typeof createWire>[0] = {}, key: string | null = "ada") {
  const harness = createEngineHarness({ source: { kind: "provider", key } });
  const { clock, source } = harness;
  const idToken = signToken({ sub: "ada", iss: "https://provider.example" });
  source.handle(() => idToken);
  const isIdToken = (authorization: string | null) => authorization === `Bearer ${idToken}`;
  const withHeader = (token: string) =>
    Response.json({ threads: [] }, { headers: { Authorization: `Bearer ${token}` } });
  const accept = (request: Request) =>
    isIdToken(request.headers.get("Authorization")) ? withHeader(harness.mint()) : Response.json({ threads: [] });
  const wire = createWire({
    [API]: accept,
    [MESSAGES]: accept,
    [ROUTE]: () => Response.json({ token: harness.mint() }),
    ...answers,
  });
  const startEngine = () => {
    const engine = createEngineCore(
      engineDependencies({ baseUrl: BASE, tokenSource: source, clock, random: () => 0.5, fetch: wire.fetch }),
    );
    onTestFinished(() => engine.dispose());
    engine.connect();
    return engine;
  };
  const engine = startEngine();
  return {
    ...harness,
    engine,
    startEngine,
    wire,
    idToken,
    withHeader,
    send: createAuthorizedFetch(() => engine, wire.fetch),
    /** Lists the requests in order. Each item names the kind of token that the request contained. */
    sent: () =>
      wire.sent.map(({ method, url, authorization, body }) => {
        const carries = isIdToken(authorization) || body.includes(idToken) ? "the ID token" : "a workspace token";
        return `${method} ${url} with ${carries}`;
      }),
  };
}

export const FIRST = "GET /v1/threads with the ID token";
export const NEXT = "GET /v1/threads with a workspace token";
export const EXCHANGE = "POST /v1/auth/tokens/exchange with the ID token";

/** Creates a response that stays pending until the test calls `answer`. */
export function hold() {
  let answer = (_: Response) => {};
  const held = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  return { held: () => held, answer: (response: Response) => answer(response) };
}
