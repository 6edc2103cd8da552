import { isAssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { Browser } from "./browser.ts";
import type { Step } from "./steps.ts";

const LIMIT = 10;
const MINUTE = 60_000;

/** What must hold after every step; throws with the first thing that does not. */
export function checkInvariants(browser: Browser, step: Step): void {
  const fail = (what: string): never => {
    throw new Error(`${what} (after ${JSON.stringify(step)})`);
  };
  for (const { token, error, user, trueLife } of browser.outcomes.splice(0)) {
    if (token !== null && trueLife <= 0) fail(`1: a token that died ${-trueLife} ms ago was given out`);
    if (token !== null && subOf(token) !== user) fail(`3: ${user} was given a token of ${subOf(token)}`);
    if (error !== null && !isAssistantCloudAuthError(error)) fail(`an untyped error: ${error}`);
  }
  checkCalls(browser, fail);
  for (const tab of browser.tabs) {
    const snapshot = tab.engine.getSnapshot();
    const token = tab.engine.peek();
    if (token !== null && subOf(token) !== browser.user()) fail("3: a token of another person is held");
    if (snapshot.status === "error" && token !== null) fail("4: an error is shown while a usable token is held");
    if (snapshot.status === "unauthenticated" && token !== null) fail("5: a token is held after the sign-out");
    if (!tab.open && token !== null) fail("8: a token is held after the end");
    if (/eyJ/.test(JSON.stringify([snapshot, tab.engine]))) fail("7: a token is to be seen in the snapshot");
  }
  if (/eyJ/.test(JSON.stringify(browser.events.splice(0)))) fail("7: a token is to be seen in an event");
}

function checkCalls(browser: Browser, fail: (what: string) => never): void {
  const { tabs, waiting } = browser;
  const calls = waiting().filter(({ request }) => !request.signal.aborted);
  for (const tab of tabs) {
    if (calls.filter((call) => call.tab === tab).length > 1) fail("2: two calls are under way in one tab");
    for (const start of tab.calls) {
      const within = tab.calls.filter((other) => other >= start && other < start + MINUTE);
      if (within.length > LIMIT) fail(`6: ${within.length} calls in a minute`);
    }
  }
  // A tab that has waited long enough for its turn goes alone, and its call lasts some ten seconds at most.
  const somebodyIsAlone = browser.awake() - browser.locks.gaveUpAt() <= 15_000;
  if (calls.length > 1 && !somebodyIsAlone) fail("2: two tabs call at the same time");
}

/** What must hold when all tabs are closed. */
export function checkEnd(browser: Browser, locks: { held: number; waiting: number }, channels: number): void {
  if (browser.clock.pendingTimers() > 0) throw new Error(`8: ${browser.clock.pendingTimers()} timers are left`);
  if (locks.held + locks.waiting > 0) throw new Error(`8: locks are left: ${JSON.stringify(locks)}`);
  if (channels > 0) throw new Error(`8: ${channels} channels are left`);
}

function subOf(token: string): string {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).sub;
}
