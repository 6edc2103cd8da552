import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { type CloudKind, type FirstCall, type FirstCallSetup, startFirstCall } from "../../support/first-call.ts";
import type { Caller } from "../../support/first-call-page.tsx";

let authority: TestAuthority;
let setup: FirstCallSetup;
let browser: Browser;
beforeAll(async () => {
  authority = await createTestAuthority();
  const idToken = await authority.issueProviderToken({ sub: "ada" });
  const fetch = (request: Request) => authority.authority.fetch(request);
  [setup, browser] = await Promise.all([
    startFirstCall({ fetch, idToken, latencyMs: 0 }),
    chromium.launch(chromiumLaunch),
  ]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await setup?.close();
  await authority?.close();
});

const CALLERS: Caller[] = ["useAssistantCloud", "useAuthorizedFetch"];
const CLOUDS: CloudKind[] = ["own", "hosted"];
const cases = CALLERS.flatMap((caller) => CLOUDS.map((cloud) => [caller, cloud] as const));

/** Returns a function that calls `run` once for each list of arguments. The tests of these arguments share the result. */
function once<A extends readonly unknown[], R>(run: (...key: A) => Promise<R>) {
  const results = new Map<string, Promise<R>>();
  return (...key: A): Promise<R> => {
    const name = key.join();
    const result = results.get(name) ?? run(...key);
    results.set(name, result);
    return result;
  };
}

const signInPlainClient = once((cloud: CloudKind) => setup.signIn(browser, "plain client", cloud));

/** Signs a user in on two tabs of a new browser profile, one after the other. Returns the measurements of both tabs. */
const signInOnTwoTabs = once(async (...call: (typeof cases)[number]): Promise<[FirstCall, FirstCall]> => {
  const profile = await browser.newContext();
  const first = await setup.signInOnTab(profile, ...call);
  const second = await setup.signInOnTab(profile, ...call);
  await profile.close();
  return [first, second];
});

describe("the first API call after a sign-in, with the page and the cloud on two origins", () => {
  test.each(cases)(
    "F76 the first API call by %s causes one preflight and one successful request (%s cloud)",
    async (caller, cloud) => {
      const [{ requests, errors }] = await signInOnTwoTabs(caller, cloud);
      expect(requests).toEqual([
        { method: "OPTIONS", path: "/v1/threads", status: 204, hasIdToken: false },
        { method: "GET", path: "/v1/threads", status: 200, hasIdToken: true },
      ]);
      expect(errors).toEqual([]);
      const plain = await signInPlainClient(cloud);
      expect(plain.requests).toEqual(requests);
    },
  );

  test.each(cases)("F76 five concurrent API calls by %s send the ID token once (%s cloud)", async (caller, cloud) => {
    const { requests, errors } = await setup.signIn(browser, caller, cloud, 5);
    const calls = requests.filter(({ method }) => method === "GET");
    expect(calls).toHaveLength(5);
    expect(calls.map(({ hasIdToken }) => hasIdToken)).toEqual([true, false, false, false, false]);
    expect(requests.filter(({ method }) => method !== "GET")).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test.each(cases)(
    "F34 the first API call by %s in a second tab uses the first tab's token (%s cloud)",
    async (...call) => {
      const [, { requests }] = await signInOnTwoTabs(...call);
      expect(requests.map(({ method, hasIdToken }) => [method, hasIdToken])).toEqual([["GET", false]]);
    },
  );
});
