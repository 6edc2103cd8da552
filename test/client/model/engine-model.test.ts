import fc from "fast-check";
import { afterEach, describe, it, vi } from "vitest";
import { createBrowser } from "./browser.ts";
import { captureTabs, checkEnd, checkInvariants, checkRecovery } from "./invariants.ts";
import { type Step, steps } from "./steps.ts";

const runs = Number(process.env["MODEL_RUNS"] ?? 300);
const seed = Number(process.env["MODEL_SEED"] ?? Date.now() % 2 ** 31);

afterEach(() => vi.unstubAllGlobals());

/**
 * Runs a sequence of steps and checks every invariant after each step. At the end, checks that all tabs recover, and
 * that closed tabs have released their resources.
 * @param chance the seed of the random numbers in the simulation
 */
async function play(sequence: readonly Step[], chance: number): Promise<void> {
  let state = chance;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const browser = createBrowser(random);
  for (const [name, value] of Object.entries(browser.globals)) vi.stubGlobal(name, value);
  browser.open();
  await browser.clock.settle();
  for (const step of sequence) {
    const previous = captureTabs(browser);
    checkInvariants(browser, previous, await browser.run(step), (what) => {
      throw new Error(`${what} (after ${JSON.stringify(step)})`);
    });
  }
  await checkRecovery(browser);
  for (const tab of browser.tabs) if (tab.open) tab.close();
  await browser.clock.settle();
  checkEnd(browser, browser.locks.counts(), browser.channels());
}

describe("the engine under random sequences of events", () => {
  it(`no invariant of the engine breaks in ${runs} random sequences of events (MODEL_SEED=${seed})`, {
    timeout: 900_000,
  }, async () => {
    console.log(`model: ${runs} sequences, MODEL_SEED=${seed}`);
    await fc.assert(fc.asyncProperty(steps, fc.nat(), play), { numRuns: runs, seed });
  });
});
