import { median, medianRatio } from "../interleave.ts";
import { load, type Served, type Target } from "./load.ts";

const ROUNDS = 8;
const SECONDS = 2;
/** Until the compilers, the embedded database's too, have done what they do beside the first requests. */
const WARM_UP = 20_000;

/** The rounds of one contender. */
export type Race = readonly Served[];

/** Loads servers one after the other, in turns and in another order each round, so that noise hits all of them alike. */
export async function contend<Name extends string>(targets: Record<Name, Target>): Promise<Record<Name, Race>> {
  const names = Object.keys(targets) as Name[];
  const races = Object.fromEntries(names.map((name) => [name, [] as Served[]])) as Record<Name, Served[]>;
  for (const name of names) await load(targets[name], { amount: WARM_UP });
  for (let round = 0; round < ROUNDS; round += 1) {
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      races[name].push(await load(targets[name], { seconds: SECONDS }));
    }
  }
  return races;
}

/** The median of a figure over the rounds. */
export const middle = (race: Race, figure: keyof Served) => median(race.map((served) => served[figure]));

/** The median of the ratios of two contenders, round by round. */
export const ratioOf = (of: Race, to: Race, figure: keyof Served) =>
  medianRatio(
    of.map((served) => served[figure]),
    to.map((served) => served[figure]),
  );
