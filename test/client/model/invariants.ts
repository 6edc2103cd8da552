import type { TokenSnapshot } from "../../../src/client/snapshot.ts";
import { isAssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { Browser, Happened, Tab } from "./browser.ts";
import { subjectOf } from "./server.ts";
import type { Answer } from "./steps.ts";

const LIMIT = 10;
const MINUTE = 60_000;
/** A token is not given out any more when it has so little left. */
const FLOOR = 5_000;
const FAILS: ReadonlySet<Answer> = new Set(["garbage", "throws", "network", "limited"]);
const ENDS_SESSION: ReadonlySet<Answer> = new Set(["signed_out", "refused"]);

/** What a tab had before a step. */
interface Had {
  tab: Tab;
  token: string | null;
  snapshot: TokenSnapshot;
}

/** What every tab has now, to compare with later. */
export function whatTabsHave({ tabs }: Browser): Had[] {
  return tabs.map((tab) => ({ tab, token: tab.engine.peek(), snapshot: tab.engine.getSnapshot() }));
}

/** What must hold after every step; throws with the first thing that does not, by its number in the list of invariants. */
export function checkInvariants(browser: Browser, had: Had[], happened: Happened): void {
  const fail = (what: string): never => {
    throw new Error(`${what} (after ${JSON.stringify(happened.step)})`);
  };
  for (const fault of browser.faults.splice(0)) fail(fault);
  for (const { token, error, user, trueLife } of browser.outcomes.splice(0)) {
    if (token !== null && trueLife <= 0) fail(`1: a token that died ${-trueLife} ms ago was given out`);
    if (token !== null && subjectOf(token) !== user) fail(`3: ${user} was given a token of ${subjectOf(token)}`);
    if (error === null) continue;
    if (!isAssistantCloudAuthError(error)) fail(`an untyped error: ${error}`);
    if (/eyJ/.test(`${error} ${JSON.stringify(error)}`)) fail("7: a token is to be seen in an error");
  }
  checkCalls(browser, fail);
  for (const each of had) if (each.tab.open) checkHeld(browser, each, happened, fail);
  for (const tab of browser.tabs) {
    const snapshot = tab.engine.getSnapshot();
    const token = tab.engine.peek();
    if (token !== null && subjectOf(token) !== browser.user()) fail("3: a token of another person is held");
    if (snapshot.status === "error" && token !== null) fail("4: an error is shown while a usable token is held");
    if (token !== null && browser.session.isOver) fail("5: a token is held after the sign-out");
    if (!tab.open && token !== null) fail("8: a token is held after the end");
    if (/eyJ/.test(JSON.stringify([snapshot, tab.engine]))) fail("7: a token is to be seen in the snapshot");
  }
  if (/eyJ/.test(JSON.stringify(browser.events.splice(0)))) fail("7: a token is to be seen in an event");
}

/** A failure takes no usable token away, and is told. */
function checkHeld(browser: Browser, { tab, token, snapshot }: Had, happened: Happened, fail: (what: string) => never) {
  const { step, answered } = happened;
  const left = (snapshot.expiresAt?.getTime() ?? 0) - browser.clock.wall();
  if (token === null || left <= FLOOR + 1 || tab.setBackAt === snapshot.revision) return;
  if (step.do === "switch" || (step.do === "invalidate" && tab === happened.tab)) return;
  if (answered.some(({ answer }) => ENDS_SESSION.has(answer))) return;
  if (tab.engine.peek() === null) fail("4: a token that was still good has gone");
  const own = answered.filter((each) => each.tab === tab).at(-1);
  if (own === undefined || !FAILS.has(own.answer)) return;
  if (tab.engine.getSnapshot().refreshError === null) fail("4: a failed refresh is not told");
}

function checkCalls(browser: Browser, fail: (what: string) => never): void {
  const { tabs, waiting } = browser;
  const calls = waiting();
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

/** Everything is well again: the source answers, the network is there. Every tab must find back by itself. */
export async function checkRecovery(browser: Browser): Promise<void> {
  await browser.run({ do: "go_online" });
  for (let passed = 0; passed < 200_000; passed += 5_000) {
    await browser.run({ do: "answer", call: 0, answer: "fresh" });
    await browser.run({ do: "advance", ms: 5_000 });
  }
  for (const { open, engine } of browser.tabs) {
    const { status, error } = engine.getSnapshot();
    const rests = !open || status === "unauthenticated" || error?.retryable === false;
    if (!rests && engine.peek() === null) throw new Error(`4: a tab does not recover: ${status}, ${error?.code}`);
  }
}

/** What must hold when all tabs are closed. */
export function checkEnd(browser: Browser, locks: { held: number; waiting: number }, channels: number): void {
  if (browser.clock.pendingTimers() > 0) throw new Error(`8: ${browser.clock.pendingTimers()} timers are left`);
  if (locks.held + locks.waiting > 0) throw new Error(`8: locks are left: ${JSON.stringify(locks)}`);
  if (channels > 0) throw new Error(`8: ${channels} channels are left`);
  if (browser.waiting().length > 0) throw new Error("8: a call is not aborted");
}
