import { median, medianRatio } from "../interleave.ts";
import { load, type Served, type Target } from "./load.ts";

/** How long a race is. */
export interface Course {
  /** The requests before the first round, until the compilers, the embedded database's too, have done most of their work. */
  readonly warmUp: number;
  readonly rounds: number;
  /** Of each contender in each round. */
  readonly seconds: number;
}

const LONG: Course = { warmUp: 20_000, rounds: 8, seconds: 2 };

/** The rounds of one contender. */
export type Race = readonly Served[];

/** Loads servers one after the other, in turns and in another order each round, so that noise hits all of them alike. */
export async function contend<Name extends string>(
  targets: Record<Name, Target>,
  { warmUp, rounds, seconds }: Course = LONG,
): Promise<Record<Name, Race>> {
  const names = Object.keys(targets) as Name[];
  const races = Object.fromEntries(names.map((name) => [name, [] as Served[]])) as Record<Name, Served[]>;
  for (const name of names) await load(targets[name], { amount: warmUp });
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      races[name].push(await load(targets[name], { seconds }));
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
