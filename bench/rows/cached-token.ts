import { AssistantCloud } from "assistant-cloud";
import { createTokenEngine } from "../../src/index.ts";
import { createControlledSource, createTestToken } from "../../src/testing/index.ts";
import { authStrategyOf } from "../auth-strategy.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure } from "../row.ts";

/** The goal beside the floor that reads no clock. */
const FLOOR_GOAL = 1.2;
/** The goal beside the fastest read that checks the clock. */
const CHECKED_FLOOR_GOAL = 1;
const CLOUD_GOAL = 0.9;

/**
 * Measures how long the engine takes to return a token from memory. Compares this time with the time of the fastest
 * possible read, and with the time of `assistant-cloud`.
 */
export const measure: Measure = async () => {
  const token = await createTestToken();
  const engine = createTokenEngine({
    baseUrl: "https://api.example.com",
    tokenSource: createControlledSource({ handler: () => token }),
  });
  const auth = authStrategyOf(new AssistantCloud({ baseUrl: "https://api.example.com", authToken: async () => token }));
  try {
    await engine.getToken();
    await auth.getAuthHeaders();
    const times = await measureInTurns(
      {
        floor: async (count) => {
          for (let turn = 0; turn < count; turn += 1) await Promise.resolve(token);
        },
        // The engine must check the clock before it returns a token. This is the fastest read that checks the clock.
        checkedFloor: async (count) => {
          const until = Date.now() + 240_000;
          for (let turn = 0; turn < count; turn += 1) await Promise.resolve(Date.now() < until ? token : null);
        },
        engine: async (count) => {
          for (let turn = 0; turn < count; turn += 1) await engine.getToken();
        },
        cloud: async (count) => {
          for (let turn = 0; turn < count; turn += 1) await auth.getAuthHeaders();
        },
      },
      { rounds: 300, warmUp: 50, count: 5_000 },
    );
    const figure = `${median(times.engine).toFixed(0)} ns`;
    const overFloor = medianRatio(times.engine, times.floor);
    const overCheckedFloor = medianRatio(times.engine, times.checkedFloor);
    const overCloud = medianRatio(times.engine, times.cloud);
    return [
      {
        what: "cached getToken()",
        figure,
        against: `await Promise.resolve(token) ${median(times.floor).toFixed(0)} ns`,
        ratio: overFloor,
        goal: `<= ${FLOOR_GOAL} x`,
        met: overFloor <= FLOOR_GOAL,
      },
      {
        what: "cached getToken()",
        figure,
        against: `the same after one Date.now() ${median(times.checkedFloor).toFixed(0)} ns`,
        ratio: overCheckedFloor,
        goal: `<= ${CHECKED_FLOOR_GOAL} x`,
        met: overCheckedFloor <= CHECKED_FLOOR_GOAL,
      },
      {
        what: "cached getToken()",
        figure,
        against: `assistant-cloud getAuthHeaders() ${median(times.cloud).toFixed(0)} ns`,
        ratio: overCloud,
        goal: `<= ${CLOUD_GOAL} x`,
        met: overCloud <= CLOUD_GOAL,
      },
    ];
  } finally {
    engine.dispose();
  }
};
