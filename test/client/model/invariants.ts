import type { TokenSnapshot } from "../../../src/client/snapshot.ts";
import { type AssistantCloudAuthErrorCode, isAssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { Browser, Happened, Outcome } from "./browser.ts";
import { subjectOf } from "./server.ts";
import type { Answer } from "./steps.ts";
import type { Tab } from "./tab.ts";

const LIMIT = 10;
const MINUTE = 60_000;
/** A token is not given out any more when it has so little left. */
const FLOOR = 5_000;
/** So many failures of any kind open the breaker. */
const BREAKER = 5;
const FAILS: ReadonlySet<Answer> = new Set(["garbage", "throws", "network", "limited"]);
const ENDS_SESSION: ReadonlySet<Answer> = new Set(["signed_out", "refused"]);
/** What a reader may be told although a token is held: it waited for one that is not wanted any more. */
const ENDS_WAITING: ReadonlySet<AssistantCloudAuthErrorCode> = new Set(["superseded", "signed_out", "disposed"]);

type Fail = (what: string) => never;

/** What a tab had before a step. */
interface Had {
  tab: Tab;
  user: string;
  token: string | null;
  snapshot: TokenSnapshot;
}

/** What every tab has now, to compare with later. */
export function whatTabsHave({ tabs }: Browser): Had[] {
  return tabs.map((tab) => ({ tab, user: tab.user, token: tab.engine.peek(), snapshot: tab.engine.getSnapshot() }));
}

/** What must hold after every step; calls `fail` with the first thing that does not, by its number in the list of invariants. */
export function checkInvariants(browser: Browser, had: Had[], happened: Happened, fail: Fail): void {
  for (const fault of browser.faults.splice(0)) fail(fault);
  for (const outcome of browser.outcomes.splice(0)) {
    const { user } = outcome;
    // A read that had its token a few microtasks before the switch cannot be called back.
    const before = happened.acts.length > 1 ? had.find(({ tab }) => tab === outcome.tab)?.user : user;
    checkOutcome(outcome, [user, before ?? user], fail);
  }
  checkCalls(browser, fail);
  const listening = browser.tabs.filter((tab) => tab.open && tab.isListening()).length;
  if (!browser.hasRefused() && browser.channels() !== listening)
    fail(`2: ${listening} tabs take part with ${browser.channels()} channels`);
  for (const each of had) if (each.tab.open) checkHeld(browser, each, happened, fail);
  for (const tab of browser.tabs) {
    const snapshot = tab.engine.getSnapshot();
    const token = tab.engine.peek();
    if (/eyJ/.test(JSON.stringify([snapshot, tab.engine]))) fail("7: a token is to be seen in the snapshot");
    if (tab.open && tab.failures >= BREAKER && snapshot.breaker === null) fail("6: the breaker stays closed");
    if (token === null) continue;
    if (subjectOf(token) !== tab.user) fail("3: a token of another person is held");
    if (snapshot.status === "error") fail("4: an error is shown while a usable token is held");
    if (browser.signedOut.has(tab.user)) fail("5: a token is held after the session is over");
    if (!tab.open) fail("8: a token is held after the end");
  }
  if (/eyJ/.test(JSON.stringify(browser.events.splice(0)))) fail("7: a token is to be seen in an event");
}

function checkOutcome(outcome: Outcome, users: string[], fail: Fail): void {
  const { token, error, trueLife, forced, isHolding } = outcome;
  const subject = token === null ? null : subjectOf(token);
  if (token !== null && trueLife <= 0) fail(`1: a token that died ${-trueLife} ms ago was given out`);
  if (subject !== null && !users.includes(subject)) fail(`3: ${users} was given a token of ${subject}`);
  if (error === null) return;
  if (!isAssistantCloudAuthError(error)) throw fail(`an untyped error: ${error}`);
  if (/eyJ/.test(`${error} ${JSON.stringify(error)}`)) fail("7: a token is to be seen in an error");
  if (isHolding && !forced && !ENDS_WAITING.has(error.code))
    fail("4: a reader is refused while a usable token is held");
}

/** A failure takes no usable token away, and is told. */
function checkHeld(browser: Browser, { tab, token, snapshot }: Had, { acts, answered }: Happened, fail: Fail): void {
  const left = (snapshot.expiresAt?.getTime() ?? 0) - browser.clock.wall();
  if (token === null || left <= FLOOR + 1 || tab.setBackAt === snapshot.revision) return;
  if (
    acts.some(
      ({ act, tab: other }) => act.do === "switch" || act.do === "commit" || (act.do === "invalidate" && other === tab),
    )
  )
    return;
  if (answered.some(({ answer }) => ENDS_SESSION.has(answer))) return;
  if (tab.engine.peek() === null) fail("4: a token that was still good has gone");
  const [own, ...others] = answered.filter((each) => each.tab === tab);
  if (own === undefined || others.length > 0 || acts.length > 1 || !FAILS.has(own.answer)) return;
  if (tab.engine.getSnapshot().refreshError === null) fail("4: a failed refresh is not told");
}

function checkCalls({ tabs, waiting, awake, lastAlone }: Browser, fail: Fail): void {
  for (const tab of tabs) {
    if (waiting().filter((call) => call.tab === tab).length > 1) fail("2: two calls are under way in one tab");
    for (const start of tab.calls) {
      const within = tab.calls.filter((other) => other >= start && other < start + MINUTE);
      if (within.length > LIMIT) fail(`6: ${within.length} calls in a minute`);
    }
  }
  // A tab that has waited long enough for its turn goes alone, and its call lasts some ten seconds at most.
  const somebodyIsAlone = awake() - lastAlone() <= 15_000;
  const callers = waiting()
    .filter(({ tab, isOutOfTurn }) => tab.isListening() && !isOutOfTurn)
    .map(({ user }) => user);
  if (new Set(callers).size < callers.length && !somebodyIsAlone) fail("2: two tabs call at the same time");
}

/** Everything is well again: the source answers, the network is there, every tree is shown, every transition committed. Every tab must recover by itself. */
export async function checkRecovery(browser: Browser): Promise<void> {
  await browser.run({ do: "allow" });
  for (const tab of browser.tabs) if (tab.open && tab.isHidden) tab.show();
  await browser.run({ do: "go_online" });
  for (let passed = 0; passed < 200_000; passed += 5_000) {
    for (const _ of browser.waiting()) await browser.run({ do: "answer", call: 0, answer: "fresh" });
    await browser.run({ do: "advance", ms: 5_000 });
    if (passed === 100_000) await endTransitions(browser);
  }
  for (const { open, engine } of browser.tabs) {
    const { status, error } = engine.getSnapshot();
    const rests = !open || status === "unauthenticated" || error?.retryable === false;
    if (!rests && engine.peek() === null) throw new Error(`4: a tab does not recover: ${status}, ${error?.code}`);
  }
}

/** A transition that React has not committed has its token, or was abandoned for long enough. */
async function endTransitions(browser: Browser): Promise<void> {
  for (const { engine } of browser.begun()) {
    if (engine.getSnapshot().status === "loading")
      throw new Error("4: a transition waits for a token that nothing fetches");
  }
  while (browser.begun().length > 0) await browser.run({ do: "commit", tab: 0 });
}

/** What must hold when all tabs are closed. */
export function checkEnd(browser: Browser, locks: { held: number; waiting: number }, channels: number): void {
  if (browser.clock.pendingTimers() > 0) throw new Error(`8: ${browser.clock.pendingTimers()} timers are left`);
  if (locks.held + locks.waiting > 0) throw new Error(`8: locks are left: ${JSON.stringify(locks)}`);
  if (channels > 0) throw new Error(`8: ${channels} channels are left`);
  if (browser.waiting().length > 0) throw new Error("8: a call is not aborted");
}
