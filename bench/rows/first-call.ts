import { chromium } from "playwright";
import { chromiumTabsLaunch } from "../../scripts/chromium.mjs";
import { type CloudKind, startFirstCall } from "../../test/support/first-call.ts";
import type { Caller } from "../../test/support/first-call-page.tsx";
import { startServer } from "../http/start-server.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

const GOAL = 1.05;
const LATENCY_MS = 100;
const CLOUDS: Record<CloudKind, string> = { own: "", hosted: ", no exchange route" };

/**
 * Measures in Chromium how long an app takes from sign-in to the first response of the API. The page and the API have
 * different origins. Compares this time with the time that `assistant-cloud` takes without this package.
 */
export const measure: Measure = async () => {
  const authority = await startServer("authority");
  const { url = "", idToken = "" } = authority.startupValues;
  const fetchFrom = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(url + pathname + search, request));
  };
  const setup = await startFirstCall({ fetch: fetchFrom, idToken, latencyMs: LATENCY_MS });
  const browser = await chromium.launch(chromiumTabsLaunch);
  try {
    const rows: Row[] = [];
    for (const cloud of ["own", "hosted"] as const) {
      const sent = new Map<Caller, number>();
      const signIn = (caller: Caller) => async () => {
        const { milliseconds, requests } = await setup.signIn(browser, caller, cloud);
        sent.set(caller, requests.length);
        return milliseconds;
      };
      const times = await measureInTurns(
        {
          "plain client": signIn("plain client"),
          useAssistantCloud: signIn("useAssistantCloud"),
          useAuthorizedFetch: signIn("useAuthorizedFetch"),
        },
        { rounds: 15, warmUp: 1, count: 1 },
      );
      const figure = (caller: Caller) => `${(median(times[caller]) / 1e6).toFixed(0)} ms, ${sent.get(caller)} requests`;
      for (const caller of ["useAssistantCloud", "useAuthorizedFetch"] as const) {
        const ratio = medianRatio(times[caller], times["plain client"]);
        rows.push({
          what: `sign-in to first answered call, ${caller}${CLOUDS[cloud]}`,
          figure: figure(caller),
          against: `assistant-cloud ${figure("plain client")}`,
          ratio,
          goal: `<= ${GOAL} x`,
          met: ratio <= GOAL,
        });
      }
    }
    return rows;
  } finally {
    await browser.close();
    await setup.close();
    await authority.stop();
  }
};
