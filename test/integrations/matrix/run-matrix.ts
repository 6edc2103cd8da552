import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { MAX_CALLS_PER_MINUTE } from "../../../src/client/schedule.ts";
import { createLockManager } from "../../support/simulated-browser.ts";
import type { RenderedApp } from "../support/render-app.tsx";
import { type Outcome, outages, type Situation, situations } from "./situations.ts";
import { type Integration, matrix } from "./table.ts";
import type { Renewals } from "./watch-renewals.ts";

/**
 * A simulated browser with the SDK of an integration. An optional method is missing if the SDK does not allow or need
 * the action.
 */
export interface Browser {
  readonly renewals: Renewals;
  /** The workspace ids that the tests expect. */
  readonly workspaces: { ada: string; bob?: string; adaInOtherOrganization?: string };
  /** Opens a page in which Ada is signed in. */
  openSignedIn(): Promise<RenderedApp>;
  /** Opens a second page, which shares the browser's storage. */
  openTab?(): Promise<RenderedApp>;
  /** Expires the SDK's own token. Some SDKs detect the end of a session only when this token has expired. */
  expire?(): void;
  /** Ends the pause of an SDK that makes no requests for some time after an outage. */
  recover?(): void;
  /** Signs Ada in again in the first page, without a reload. */
  signInAgain?(): Promise<unknown>;
  /** Makes the SDK start a renewal that the hook has not requested. */
  startOwnRenewal?(): Promise<unknown>;
  /**
   * Stores Bob's session in the browser, as a sign-in in another tab does. The first page's SDK has not read that
   * session yet.
   */
  storeBobsSession?(): Promise<unknown>;
  /** Makes the SDK report that the provider requires interaction, if the SDK reports this before a renewal. */
  requireInteraction?(): Promise<unknown>;
  switchOrganization?(): Promise<unknown>;
}

/**
 * The time limit for the workspace to appear after a new sign-in, in milliseconds. The SDKs and servers use the real
 * clock, so the limit is enough for a busy machine, but less than the circuit breaker's shortest pause of 15 s.
 * `test/client/sessions.test.ts` expects the call within a second on the test's clock.
 */
const TIMEOUT_MS = 8_000;

/** Supabase's `refreshSession()` renews an expired session when it reads the session, and then again. */
const RENEWALS_PER_CALL = 2;

/** So soon before the expiry, both an SDK and a hook renew a token. */
const SECONDS_BEFORE_EXPIRY = 3;

const requireStep = <Step>(step: Step | undefined): Step => {
  if (step === undefined) throw new Error("The driver cannot do what the table expects of it.");
  return step;
};

/** Defines a test for each situation that can occur in an integration. Each test expects the outcome in `table.ts`. */
export function runMatrix(
  integration: Integration,
  sdk: string,
  start: (situation: Situation) => Promise<Browser>,
): void {
  async function openPage(situation: Situation) {
    const browser = await start(situation);
    const page = await browser.openSignedIn();
    await page.untilWorkspace(browser.workspaces.ada);
    browser.renewals.clear();
    return { browser, page };
  }

  const checks: Record<Situation, (outcome: Outcome) => Promise<void>> = {
    ...(Object.fromEntries(
      outages.map((situation) => [
        situation,
        (outcome: Outcome) => (outcome === "signs out" ? expectSignOut(situation) : expectRetry(situation)),
      ]),
    ) as Record<(typeof outages)[number], (outcome: Outcome) => Promise<void>>),
    expired: (outcome) => (outcome === "signs out" ? expectSignOut("expired") : expectRetry("expired")),
    deadTokens: async () => {
      const { browser, page } = await openPage("deadTokens");
      browser.expire?.();
      browser.renewals.nextResponse = "deadTokens";
      // An app whose API rejects every token refreshes as often.
      for (let calls = 0; calls < 30; calls += 1) await page.refresh();
      await vi.waitFor(() => {
        const { status, refreshError } = page.token();
        // Kinde's SDK reports no user whose ID token has expired.
        if (status !== "unauthenticated") expect(refreshError).not.toBeNull();
      });
      expect(browser.renewals.sent.length).toBeGreaterThan(0);
      expect(browser.renewals.sent.length).toBeLessThanOrEqual(RENEWALS_PER_CALL * MAX_CALLS_PER_MINUTE);
    },
    slowLoad: async () => {
      const { browser, page } = await openPage("slowLoad");
      const { exp = 0 } = decodeJwt(page.exchanges[0]?.token ?? "");
      page.unmount();
      vi.useFakeTimers({ toFake: ["Date"], now: (exp - SECONDS_BEFORE_EXPIRY) * 1000, shouldAdvanceTime: true });
      const { sent } = browser.renewals;
      const release = browser.renewals.hold();
      const reloaded = await requireStep(browser.openTab)();
      await vi.waitFor(() => expect(sent.length + reloaded.exchanges.length).toBeGreaterThan(0), { timeout: 10_000 });
      const refreshed = reloaded.refresh();
      await vi.waitFor(() => expect(sent.length).toBeGreaterThan(0), { timeout: 10_000 });
      for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setTimeout(resolve));
      expect(new Set(sent).size).toBe(sent.length);
      release();
      await refreshed;
    },
    signInAgain: async () => {
      const { browser, page } = await openPage("signInAgain");
      browser.expire?.();
      browser.renewals.nextResponse = "expired";
      await page.refresh();
      const isSignedOut = matrix[integration].expired === "signs out";
      if (isSignedOut) await page.untilSignedOut();
      else expect(page.token().refreshError).not.toBeNull();
      const before = page.exchanges.length;
      browser.renewals.nextResponse = "forwarded";
      await requireStep(browser.signInAgain)();
      const began = performance.now();
      await page.untilWorkspace(browser.workspaces.ada);
      await vi.waitFor(() => expect(page.token().refreshError).toBeNull(), { timeout: TIMEOUT_MS });
      expect(performance.now() - began).toBeLessThan(TIMEOUT_MS);
      // While the workspace token is valid, the engine keeps it. The next refresh uses the new session.
      if (!isSignedOut) await untilRenewed(page, before);
      expect(page.exchanges.length).toBeGreaterThan(before);
    },
    ownRenewal: async (outcome) => {
      const { browser, page } = await openPage("ownRenewal");
      const release = browser.renewals.hold();
      const sdkRenewal = requireStep(browser.startOwnRenewal)();
      await vi.waitFor(() => expect(browser.renewals.sent).toHaveLength(1), { timeout: 10_000 });
      const hookRenewal = page.refresh();
      await vi.waitFor(() => expect(page.token().isRefreshing).toBe(true));
      release();
      await Promise.all([sdkRenewal, hookRenewal]);
      const { sent } = browser.renewals;
      if (outcome === "sends no credential twice") expect(new Set(sent).size).toBe(sent.length);
      else expect(new Set(sent).size).toBe(1);
      expect(page.token()).toMatchObject({ status: "authenticated", refreshError: null });
      expect(page.exchanges.length).toBeGreaterThan(1);
    },
    otherPerson: async (outcome) => {
      const { browser, page } = await openPage("otherPerson");
      const { sub } = decodeJwt(page.exchanges[0]?.token ?? "");
      await requireStep(browser.storeBobsSession)();
      await page.refresh();
      if (outcome === "signs out") await page.untilSignedOut();
      else if (outcome === "uses the identity in the SDK")
        await page.untilWorkspace(requireStep(browser.workspaces.bob));
      else {
        expect(page.token()).toMatchObject({ status: "authenticated", refreshError: { code: "superseded" } });
        expect(page.shown().workspaceId).toBe(browser.workspaces.ada);
      }
      if (outcome !== "uses the identity in the SDK") {
        expect(page.exchanges.map(({ token }) => decodeJwt(token).sub)).toEqual(page.exchanges.map(() => sub));
      }
    },
    interaction: async () => {
      const { browser, page } = await openPage("interaction");
      browser.renewals.nextResponse = "interaction";
      await browser.requireInteraction?.();
      await page.refresh();
      expect(page.token()).toMatchObject({
        status: "authenticated",
        refreshError: {
          code: "interaction_required",
          retryable: false,
          remedy: expect.stringMatching(/^Sign the user in again with |popup|redirect/),
        },
      });
    },
    organization: async () => {
      const { browser, page } = await openPage("organization");
      await requireStep(browser.switchOrganization)();
      await page.untilWorkspace(requireStep(browser.workspaces.adaInOtherOrganization));
    },
    tabs: async () => {
      const { browser, page } = await openPage("tabs");
      const tab = await requireStep(browser.openTab)();
      await tab.untilWorkspace(browser.workspaces.ada);
      expect(tab.exchanges).toEqual([]);
      const { token } = page.token();
      // `iat` counts whole seconds, and a tab adopts only a token that is fresher than its own.
      const { iat = 0 } = decodeJwt(token ?? "");
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan((iat + 1) * 1000), { timeout: 5_000 });
      await page.refresh();
      expect(page.token().token).not.toBe(token);
      await vi.waitFor(() => expect(tab.token().token).toBe(page.token().token));
    },
  };

  async function expectSignOut(situation: (typeof outages)[number] | "expired") {
    const { browser, page } = await openPage(situation);
    // An ended session must sign out the other tabs too. An outage does not affect them.
    const tab = situation === "expired" ? await browser.openTab?.() : undefined;
    await tab?.untilWorkspace(browser.workspaces.ada);
    const before = page.exchanges.length;
    browser.expire?.();
    browser.renewals.nextResponse = situation;
    await page.refresh();
    await page.untilSignedOut();
    await tab?.untilSignedOut();
    expect(page.exchanges).toHaveLength(before);
  }

  async function expectRetry(situation: (typeof outages)[number] | "expired") {
    const { browser, page } = await openPage(situation);
    const tab = situation === "expired" ? await browser.openTab?.() : undefined;
    await tab?.untilWorkspace(browser.workspaces.ada);
    browser.renewals.nextResponse = situation;
    await page.refresh();
    expect(page.token()).toMatchObject({ status: "authenticated", refreshError: { retryable: true } });
    if (tab) expect(tab.shown()).toMatchObject({ status: "authenticated", workspaceId: browser.workspaces.ada });
    expect(page.token().refreshError?.code).not.toBe("circuit_open");
    expect(page.exchanges).toHaveLength(1);
    browser.renewals.nextResponse = "forwarded";
    browser.recover?.();
    await untilRenewed(page, 1);
    expect(page.token()).toMatchObject({ status: "authenticated", refreshError: null });
  }

  /** Refreshes until the page has exchanged more than `before` tokens. The engine limits how often it refreshes. */
  async function untilRenewed(page: RenderedApp, before: number) {
    const renew = async () => {
      await page.refresh();
      expect(page.exchanges.length).toBeGreaterThan(before);
    };
    await vi.waitFor(renew, { timeout: 25_000, interval: 250 });
  }

  describe(`${integration}, on ${sdk}`, () => {
    beforeEach(() => {
      localStorage.clear();
      sessionStorage.clear();
      Object.defineProperty(navigator, "locks", { value: createLockManager(), configurable: true });
      onTestFinished(() => void vi.useRealTimers());
      onTestFinished(() => void Reflect.deleteProperty(navigator, "locks"));
    });
    for (const [situation, { fault, title }] of Object.entries(situations)) {
      const cell = matrix[integration][situation as Situation];
      if (typeof cell === "string") it(`${fault} the app ${cell} ${title}`, () => checks[situation as Situation](cell));
    }
  });
}
