import type { TokenSnapshot } from "../../../src/client/snapshot.ts";
import { type AssistantCloudAuthErrorCode, isAssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { Browser, StepLog } from "./browser.ts";
import { subjectOf } from "./server.ts";
import type { Answer } from "./steps.ts";
import type { Tab } from "./tab.ts";
import type { Outcome } from "./token-reads.ts";

const MAX_CALLS_PER_MINUTE = 10;
const MINUTE = 60_000;
/** The shortest time, in milliseconds, for which a token from `getToken()` must still be valid. */
const MIN_REMAINING_MS = 5_000;
/** The number of consecutive failures that opens the circuit breaker. */
const BREAKER_THRESHOLD = 5;
const FAILURES: ReadonlySet<Answer> = new Set(["garbage", "throws", "network", "limited"]);
const ENDS_SESSION: ReadonlySet<Answer> = new Set(["signed_out", "refused"]);
/**
 * The error codes that end a waiting `getToken()` call. A call may fail with these codes even if the engine has a
 * usable token.
 */
const STOPS_WAITING: ReadonlySet<AssistantCloudAuthErrorCode> = new Set(["superseded", "signed_out", "disposed"]);

type Fail = (what: string) => never;

/** The state of a tab before a step. */
interface TabState {
  tab: Tab;
  user: string;
  token: string | null;
  snapshot: TokenSnapshot;
}

/** Captures the state of every tab for a later comparison. */
export function captureTabs({ tabs }: Browser): TabState[] {
  return tabs.map((tab) => ({ tab, user: tab.user, token: tab.engine.peek(), snapshot: tab.engine.getSnapshot() }));
}

/**
 * Checks all invariants after a step. If an invariant is violated, calls `fail` with a text that begins with the
 * invariant's number. The text has no number if `getToken()` fails with an untyped error.
 */
export function checkInvariants(browser: Browser, previous: TabState[], log: StepLog, fail: Fail): void {
  for (const fault of browser.faults.splice(0)) fail(fault);
  for (const outcome of browser.outcomes.splice(0)) {
    const { user } = outcome;
    // A read that got its token a few microtasks before a switch of user cannot be revoked.
    const before = log.acts.length > 1 ? previous.find(({ tab }) => tab === outcome.tab)?.user : user;
    checkOutcome(outcome, [user, before ?? user], fail);
  }
  checkCalls(browser, fail);
  const listening = browser.tabs.filter((tab) => tab.open && tab.isListening()).length;
  if (!browser.hasRefused() && browser.channels() !== listening)
    fail(`2: ${listening} tabs take part with ${browser.channels()} channels`);
  for (const each of previous) if (each.tab.open) checkUsableToken(browser, each, log, fail);
  for (const tab of browser.tabs) {
    const snapshot = tab.engine.getSnapshot();
    const token = tab.engine.peek();
    if (/eyJ/.test(JSON.stringify([snapshot, tab.engine]))) fail("7: a token is visible in the snapshot");
    const needsBreaker = tab.open && tab.failures >= BREAKER_THRESHOLD && snapshot.status !== "unauthenticated";
    if (needsBreaker && snapshot.breaker === null) fail("6: the breaker stays closed");
    if (token === null) continue;
    if (subjectOf(token) !== tab.user) fail("3: the engine holds a token of another user");
    if (snapshot.status === "error") fail("4: the status is error while the engine holds a usable token");
    if (browser.signedOut.has(tab.user)) fail("5: the engine holds a token after the session is over");
    if (!tab.open) fail("8: the engine holds a token after it was disposed");
  }
  if (/eyJ/.test(JSON.stringify(browser.events.splice(0)))) fail("7: a token is visible in an event");
}

function checkOutcome(outcome: Outcome, users: string[], fail: Fail): void {
  const { token, error, remainingMs, forced, holdsToken } = outcome;
  const subject = token === null ? null : subjectOf(token);
  if (token !== null && remainingMs <= 0) fail(`1: a read returned a token that expired ${-remainingMs} ms ago`);
  if (subject !== null && !users.includes(subject)) fail(`3: ${users} got a token of ${subject}`);
  if (error === null) return;
  if (!isAssistantCloudAuthError(error)) throw fail(`an untyped error: ${error}`);
  if (/eyJ/.test(`${error} ${JSON.stringify(error)}`)) fail("7: a token is visible in an error");
  if (holdsToken && !forced && !STOPS_WAITING.has(error.code))
    fail("4: a read fails while the engine holds a usable token");
}

/** Checks that a failure never drops a usable token and that the snapshot reports a failed refresh. */
function checkUsableToken(
  browser: Browser,
  { tab, token, snapshot }: TabState,
  { acts, answered }: StepLog,
  fail: Fail,
): void {
  const remainingMs = (snapshot.expiresAt?.getTime() ?? 0) - browser.clock.wall();
  if (token === null || remainingMs <= MIN_REMAINING_MS + 1 || tab.setBackAt === snapshot.revision) return;
  if (
    acts.some(
      ({ act, tab: other }) =>
        act.do === "switch" ||
        act.do === "commit" ||
        (other === tab && (act.do === "invalidate" || (act.do === "show" && tab.mayHaveMissedSignOut))),
    )
  )
    return;
  if (answered.some(({ answer }) => ENDS_SESSION.has(answer))) return;
  if (tab.engine.peek() === null) fail("4: a usable token was dropped");
  const [own, ...others] = answered.filter((each) => each.tab === tab);
  if (own === undefined || others.length > 0 || acts.length > 1 || !FAILURES.has(own.answer)) return;
  if (tab.engine.getSnapshot().refreshError === null) fail("4: the snapshot does not report a failed refresh");
}

function checkCalls({ tabs, waiting, awake, lastWithoutLockAt }: Browser, fail: Fail): void {
  for (const tab of tabs) {
    if (waiting().filter((call) => call.tab === tab).length > 1) fail("2: two calls are in flight in one tab");
    for (const start of tab.calls) {
      const within = tab.calls.filter((other) => other >= start && other < start + MINUTE);
      if (within.length > MAX_CALLS_PER_MINUTE) fail(`6: ${within.length} calls in a minute`);
    }
  }
  // A tab waits five seconds for the lock and then calls the source without it. Such a call lasts about ten seconds at
  // most.
  const mayCallWithoutLock = awake() - lastWithoutLockAt() <= 15_000;
  const callers = waiting()
    .filter(({ tab, needsNoLock }) => tab.isListening() && !needsNoLock)
    .map(({ user }) => user);
  if (new Set(callers).size < callers.length && !mayCallWithoutLock) fail("2: two tabs call at the same time");
}

/**
 * Ends all faults, answers the pending calls and commits the React transitions. Checks that each open tab then gets a
 * token without an action of the user. A tab needs no token if its user is signed out, or if the engine's error is not
 * retryable.
 */
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
    const needsNoToken = !open || status === "unauthenticated" || error?.retryable === false;
    if (!needsNoToken && engine.peek() === null)
      throw new Error(`4: a tab does not recover: ${status}, ${error?.code}`);
  }
}

/**
 * Commits the React transitions that are in progress.
 * @throws when a transition still waits for a token
 */
async function endTransitions(browser: Browser): Promise<void> {
  for (const { engine } of browser.transitionTabs()) {
    if (engine.getSnapshot().status === "loading")
      throw new Error("4: a transition waits for a token that nothing fetches");
  }
  while (browser.transitionTabs().length > 0) await browser.run({ do: "commit", tab: 0 });
}

/** Checks that closed tabs leave no timer, lock, channel or source call behind. */
export function checkEnd(browser: Browser, locks: { held: number; waiting: number }, channels: number): void {
  if (browser.clock.pendingTimers() > 0) throw new Error(`8: ${browser.clock.pendingTimers()} timers are left`);
  if (locks.held + locks.waiting > 0) throw new Error(`8: locks are left: ${JSON.stringify(locks)}`);
  if (channels > 0) throw new Error(`8: ${channels} channels are left`);
  if (browser.waiting().length > 0) throw new Error("8: a call is not aborted");
}
