import { AssistantCloud } from "assistant-cloud";
import { createTokenEngine } from "../../src/index.ts";
import { createControlledSource } from "../../src/testing/index.ts";
import { createChannelClass, createLockManager, createStorage } from "../../test/support/simulated-browser.ts";
import { authStrategyOf } from "../auth-strategy.ts";
import type { Measure } from "../row.ts";
import { createSimulatedServer } from "../simulated-server.ts";
import { withGlobals } from "../with-globals.ts";

const BASE_URL = "https://api.example.com";
const TABS = 10;
const READERS = 100;
const SECONDS = 3_600;
const IDEAL_CALLS = Math.ceil(SECONDS / 240);

/**
 * Counts how often ten browser tabs of one user call the token source in a simulated hour. Compares this count with
 * that of `assistant-cloud`.
 */
export const measure: Measure = async () => {
  const own = await spendHour((mint, clock) => {
    const tokenSource = createControlledSource({ key: "ada", handler: mint });
    const engine = createTokenEngine({ baseUrl: BASE_URL, tokenSource, clock });
    return { read: engine.getToken, close: engine.dispose };
  });
  const cloud = await spendHour((mint) => {
    const auth = authStrategyOf(new AssistantCloud({ baseUrl: BASE_URL, authToken: mint }));
    return { read: () => auth.getAuthHeaders(), close: () => {} };
  });
  const row = {
    what: `source calls, ${TABS} tabs x ${READERS} readers, 1 h (lock manager and channel simulated)`,
    figure: String(own.calls),
  };
  if (own.unanswered > 0) throw new Error(`${own.unanswered} reads ended without a token.`);
  return [
    {
      ...row,
      against: `one tab's ideal ${IDEAL_CALLS}`,
      ratio: own.calls / IDEAL_CALLS,
      goal: "<= 1.1 x",
      met: own.calls <= 1.1 * IDEAL_CALLS,
    },
    { ...row, against: `assistant-cloud ${cloud.calls}`, ratio: own.calls / cloud.calls, goal: "", met: null },
  ];
};

type Server = ReturnType<typeof createSimulatedServer>;
interface Tab {
  read(): Promise<unknown>;
  close(): void;
}

function spendHour(openTab: (mint: Server["mint"], clock: Server["machine"]) => Tab) {
  const server = createSimulatedServer();
  const browser = {
    Date: server.Date,
    navigator: { onLine: true, locks: createLockManager() },
    BroadcastChannel: createChannelClass(),
    localStorage: createStorage(),
  };
  return withGlobals(browser, async () => {
    let unanswered = 0;
    const answered = () => {
      unanswered -= 1;
    };
    const tabs = Array.from({ length: TABS }, () => openTab(server.mint, server.machine));
    for (let second = 0; second < SECONDS; second += 1) {
      for (const tab of tabs) {
        for (let reader = 0; reader < READERS; reader += 1) {
          unanswered += 1;
          void tab.read().then(answered);
        }
      }
      await server.machine.run(1_000);
    }
    const { calls } = server;
    await server.machine.run(10_000);
    for (const tab of tabs) tab.close();
    return { calls, unanswered };
  });
}
