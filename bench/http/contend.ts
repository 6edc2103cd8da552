import { median, medianRatio } from "../interleave.ts";
import { load, type Served, type Target } from "./load.ts";

/** How often and how long {@link contend} loads each server. */
export interface Course {
  /**
   * The number of requests to each server before the first round. They warm up the JIT compilers of V8 and of the
   * embedded database.
   */
  readonly warmUp: number;
  readonly rounds: number;
  /**
   * The seconds of load before each measurement. While a server is idle, V8 shrinks the part of the heap for new
   * objects. Under load, V8 needs about a second of garbage collections to grow that part again.
   */
  readonly ramp: number;
  /** The duration of each measurement, in seconds. */
  readonly seconds: number;
}

const LONG: Course = { warmUp: 20_000, rounds: 8, ramp: 1, seconds: 3 };

/** The results of one server, one per round. */
export type Race = readonly Served[];

/**
 * Measures the servers one after another in each round, in a different order each time, so that noise affects all
 * servers equally.
 */
export async function contend<Name extends string>(
  targets: Record<Name, Target>,
  { warmUp, rounds, ramp, seconds }: Course = LONG,
): Promise<Record<Name, Race>> {
  const names = Object.keys(targets) as Name[];
  const races = Object.fromEntries(names.map((name) => [name, [] as Served[]])) as Record<Name, Served[]>;
  for (const name of names) await load(targets[name], { amount: warmUp });
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    const turns = [...names.slice(shift), ...names.slice(0, shift)];
    // Reverse the order in every second round, so that a server does not always follow the same other server.
    if (round % 2 === 1) turns.reverse();
    for (const name of turns) {
      await load(targets[name], { seconds: ramp });
      races[name].push(await load(targets[name], { seconds }));
    }
  }
  return races;
}

/** Returns the median of a figure over the rounds. */
export const middle = (race: Race, figure: keyof Served) => median(race.map((served) => served[figure]));

/** Returns the median of the ratios of two servers. Each round has its own ratio. */
export const ratioOf = (of: Race, to: Race, figure: keyof Served) =>
  medianRatio(
    of.map((served) => served[figure]),
    to.map((served) => served[figure]),
  );
