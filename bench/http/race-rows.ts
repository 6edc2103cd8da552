import type { Row } from "../row.ts";
import { middle, type Race, ratioOf } from "./contend.ts";

const FLOOR_GOAL = 1;

/**
 * Returns the rows of the table for a route of the authority. The rows compare that route with a minimal route that
 * does the same work, and with an OpenID provider.
 */
export function raceRows(what: string, bareName: string, own: Race, bare: Race, oidc: Race): Row[] {
  const perSecond = (race: Race) => `${middle(race, "perSecond").toFixed(0)}/s`;
  const p99 = (race: Race) => `${middle(race, "p99").toFixed(0)} ms`;
  const cpu = (race: Race) => `${middle(race, "cpu").toFixed(0)} us`;
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
