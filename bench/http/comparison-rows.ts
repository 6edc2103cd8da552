import type { Row } from "../row.ts";
import { medianOf, ratioOf, type ServerResults } from "./measure-servers.ts";

const FLOOR_GOAL = 1;

/**
 * Returns the result rows for one route of the authority. The rows compare the route with a minimal route, and with the
 * token endpoint of an OpenID provider. The minimal route only checks the request's credential and signs a token.
 */
export function comparisonRows(
  what: string,
  bareName: string,
  own: ServerResults,
  bare: ServerResults,
  oidc: ServerResults,
): Row[] {
  const perSecond = (results: ServerResults) => `${medianOf(results, "perSecond").toFixed(0)}/s`;
  const p99 = (results: ServerResults) => `${medianOf(results, "p99").toFixed(0)} ms`;
  const cpu = (results: ServerResults) => `${medianOf(results, "cpu").toFixed(0)} us`;
  const overBare = ratioOf(own, bare, "perSecond");
  const overOidc = ratioOf(own, oidc, "perSecond");
  const cpuOverBare = ratioOf(own, bare, "cpu");
  return [
    {
      what,
      figure: perSecond(own),
      against: `${bareName} ${perSecond(bare)}`,
      ratio: overBare,
      goal: `>= ${FLOOR_GOAL} x`,
      met: overBare >= FLOOR_GOAL,
    },
    {
      what: `${what}, processor time of the server`,
      figure: cpu(own),
      against: `${bareName} ${cpu(bare)}`,
      ratio: cpuOverBare,
      goal: "",
      met: null,
    },
    {
      what: `${what}, p99 under load`,
      figure: p99(own),
      against: `${bareName} ${p99(bare)}, oidc-provider ${p99(oidc)}`,
      ratio: null,
      goal: "",
      met: null,
    },
    {
      what,
      figure: perSecond(own),
      against: `oidc-provider's client credentials, JWT ${perSecond(oidc)}`,
      ratio: overOidc,
      goal: "> 1 x",
      met: overOidc > 1,
    },
  ];
}
