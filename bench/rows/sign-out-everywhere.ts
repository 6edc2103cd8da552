import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { driveByTimer } from "../../src/client/timer-driver.ts";
import { createChannelClass, createLockManager, createStorage } from "../../test/support/simulated-browser.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { median } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";
import { withGlobals } from "../with-globals.ts";

const PROCESSES = 3;
const TABS = 20;
const ROUNDS = 10;
const GOAL_MS = 2000;
/** How long each sender waits after a response before it sends the next request, in milliseconds. */
const PAUSE_MS = 20;
/** The URL of the simulated load balancer in front of the processes. */
const BASE_URL = "http://cloud.bench";

/**
 * Measures how soon a sign-out everywhere takes effect. Records when the last request is accepted, and when the last
 * tab is signed out. Three authorities share one PostgreSQL. The user has 20 simulated browser tabs, which send
 * requests to all authorities. For each authority, a sender outside the tabs also sends requests with a copy of the
 * token.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const servers: BenchServer[] = [];
  try {
    while (servers.length < PROCESSES) servers.push(await startServer("authority", postgres.url));
    const accepted: number[] = [];
    const signedOut: number[] = [];
    const browser = {
      navigator: { onLine: true, locks: createLockManager() },
      BroadcastChannel: createChannelClass(),
      localStorage: createStorage(),
    };
    await withGlobals(browser, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const times = await signOut(servers, `user-${round}`);
        accepted.push(times.accepted);
        signedOut.push(times.signedOut);
      }
    });
    const what = `a sign-out everywhere, ${PROCESSES} processes, ${TABS} tabs`;
    return [
      toRow(`${what}: until the last accepted request`, accepted),
      toRow(`${what}: until the last tab shows it`, signedOut),
    ];
  } finally {
    for (const server of servers) await server.stop();
    await postgres.remove();
  }
};

/**
 * Signs a user out everywhere. Returns two durations in milliseconds, both measured from the sign-out request.
 * `accepted` lasts until the last accepted request. `signedOut` lasts until every sender has stopped. By then, all tabs
 * are signed out.
 *
 * @throws if the sign-out fails, or if a tab is still signed in after six seconds
 */
async function signOut(servers: readonly BenchServer[], userId: string) {
  let turn = 0;
  const urlOf = (server: BenchServer | undefined) => server?.startupValues["url"] ?? "";
  const balance: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    turn += 1;
    return fetch(new Request(request.url.replace(BASE_URL, urlOf(servers[turn % servers.length])), request));
  };
  const [first] = servers;
  const key = first?.startupValues["key"] ?? "";
  async function mint(): Promise<string> {
    const headers = { Authorization: `Bearer ${key}`, "Aui-User-Id": userId, "Aui-Workspace-Id": userId };
    const response = await fetch(`${urlOf(first)}/v1/auth/tokens`, { method: "POST", headers });
    return ((await response.json()) as { token: string }).token;
  }
  const tokenSource = { kind: "backend", key: userId, getToken: mint } as const;
  const tabs = Array.from({ length: TABS }, () => {
    const parts = engineDependencies({ baseUrl: BASE_URL, tokenSource, fetch: balance });
    const engine = createEngineCore(parts);
    const stop = driveByTimer(engine, parts.clock);
    const send = createAuthorizedFetch(() => engine, balance);
    return { engine, stop, sendRequest: () => send(`${BASE_URL}/v1/threads?limit=1`) };
  });
  const token = await tabs[0]?.engine.getToken();
  await Promise.all(tabs.map(({ engine }) => engine.getToken()));
  const copies = servers.map((server) => ({
    sendRequest: () => fetch(`${urlOf(server)}/v1/threads?limit=1`, { headers: { Authorization: `Bearer ${token}` } }),
  }));

  let lastAccepted = 0;
  let isOver = false;
  /** Sends requests until the end of the measurement, or until a request is refused or fails. */
  async function sendRepeatedly({ sendRequest }: { sendRequest(): Promise<Response> }): Promise<void> {
    while (!isOver) {
      const response = await sendRequest().catch(() => null);
      if (response?.status !== 200) return;
      lastAccepted = performance.now();
      await response.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  const senders = [...tabs, ...copies].map(sendRepeatedly);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const sentAt = performance.now();
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ user_id: userId });
  const signOutResponse = fetch(`${urlOf(first)}/v1/auth/revocations`, { method: "POST", headers, body });
  await Promise.race([Promise.all(senders), new Promise((resolve) => setTimeout(resolve, 3 * GOAL_MS))]);
  const signedOut = performance.now();
  isOver = true;
  await Promise.all(senders);
  if ((await signOutResponse).status !== 201) throw new Error("The user was not signed out.");
  const remaining = tabs.filter(({ engine }) => engine.getSnapshot().status !== "unauthenticated").length;
  if (remaining > 0) throw new Error(`${remaining} tabs are still signed in.`);
  for (const { engine, stop } of tabs) {
    stop();
    engine.dispose();
  }
  return { accepted: Math.max(0, lastAccepted - sentAt), signedOut: signedOut - sentAt };
}

function toRow(what: string, times: readonly number[]): Row {
  const longest = Math.max(...times);
  return {
    what,
    figure: `${median(times).toFixed(0)} ms, at most ${longest.toFixed(0)} ms of ${times.length}`,
    against: "",
    ratio: null,
    goal: `<= ${GOAL_MS / 1000} s`,
    met: longest <= GOAL_MS,
  };
}
