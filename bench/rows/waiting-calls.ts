import { AssistantCloud } from "assistant-cloud";
import { createTokenEngine } from "../../src/index.ts";
import { createControlledSource } from "../../src/testing/index.ts";
import { authStrategyOf } from "../auth-strategy.ts";
import type { Measure, Row } from "../row.ts";
import { createSimulatedServer } from "../simulated-server.ts";
import { withGlobals } from "../with-globals.ts";

const BASE_URL = "https://api.example.com";
const DAY_SECONDS = 86_400;
/**
 * The minimum number of calls to the token source in a day. A token lasts 300 s and is refreshed 60 s before its
 * expiry. The source is therefore called every 240 s.
 */
const IDEAL_CALLS = DAY_SECONDS / 240;
/**
 * The duration of the startup, in seconds. Calls that wait during the startup do not count. The first calls always wait
 * for the first token. If the machine's clock is fast, the first token seems to expire soon. In that case, calls also
 * wait for the second token.
 */
const START_SECONDS = 60;

interface Day {
  waited: number;
  sourceCalls: number;
  refused: number;
}

/**
 * Simulates a day with one API call per second. Counts the API calls that wait for a token. Also counts the calls to
 * the token source, and the refused tokens.
 */
export const measure: Measure = async () => {
  const rows: Row[] = [];
  for (const [clock, wallError] of [
    ["right clock", 0],
    ["clock 290 s fast", 290_000],
    ["clock 290 s slow", -290_000],
  ] as const) {
    const own = await simulateDay(wallError, (mint, machine) => {
      const tokenSource = createControlledSource({ handler: mint });
      const engine = createTokenEngine({ baseUrl: BASE_URL, tokenSource, clock: machine });
      return { getToken: engine.getToken, end: engine.dispose };
    });
    const cloud = await simulateDay(wallError, (mint) => {
      const auth = authStrategyOf(new AssistantCloud({ baseUrl: BASE_URL, authToken: mint }));
      const getToken = async () => {
        const headers = await auth.getAuthHeaders();
        return headers === false ? null : (headers["Authorization"]?.slice("Bearer ".length) ?? null);
      };
      return { getToken, end: () => {} };
    });
    const compare = (what: string, figure: keyof Day): Omit<Row, "goal" | "met"> => ({
      what: `${what}, 24 h at one call a second, ${clock}`,
      figure: String(own[figure]),
      against: `assistant-cloud ${cloud[figure]}`,
      ratio: cloud[figure] === 0 ? null : own[figure] / cloud[figure],
    });
    rows.push(
      { ...compare("API calls that waited", "waited"), goal: "0", met: own.waited === 0 },
      {
        ...compare("source calls", "sourceCalls"),
        goal: `<= 1.1 x ${IDEAL_CALLS}`,
        met: own.sourceCalls <= 1.1 * IDEAL_CALLS,
      },
      { ...compare("refused tokens sent", "refused"), goal: "0", met: own.refused === 0 },
    );
  }
  return rows;
};

type Server = ReturnType<typeof createSimulatedServer>;
interface Client {
  getToken(): Promise<string | null>;
  end(): void;
}

function simulateDay(
  wallError: number,
  start: (mint: Server["mint"], machine: Server["machine"]) => Client,
): Promise<Day> {
  const server = createSimulatedServer({ wallError });
  const { machine } = server;
  const day: Day = { waited: 0, sourceCalls: 0, refused: 0 };
  return withGlobals({ Date: server.Date }, async () => {
    const client = start(server.mint, machine);
    for (let second = 0; second < DAY_SECONDS; second += 1) {
      const calledAt = machine.serverNow();
      void client.getToken().then((token) => {
        if (token === null || !server.accepts(token)) day.refused += 1;
        if (second >= START_SECONDS && machine.serverNow() > calledAt) day.waited += 1;
      });
      await machine.run(1_000);
    }
    client.end();
    day.sourceCalls = server.calls;
    return day;
  });
}
