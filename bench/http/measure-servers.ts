import { median, medianRatio } from "../measure-in-turns.ts";
import { type LoadResult, load, type Target } from "./load.ts";

/** The number of rounds, and the load on each server, for {@link measureServers}. */
export interface MeasurePlan {
  /**
   * The number of requests to each server before the first round. During these requests, V8 optimizes the server's
   * JavaScript and the WebAssembly of the embedded database.
   */
  readonly warmUp: number;
  readonly rounds: number;
  /**
   * The duration of the load before each measurement, in seconds. While a server is idle, V8 shrinks the part of the
   * heap that contains new objects. Under load, V8 enlarges this part again, which takes about a second.
   */
  readonly rampUpSeconds: number;
  /** The duration of each measurement, in seconds. */
  readonly seconds: number;
}

const DEFAULT_PLAN: MeasurePlan = { warmUp: 20_000, rounds: 8, rampUpSeconds: 1, seconds: 3 };

/** The results of one server: one result per round. */
export type ServerResults = readonly LoadResult[];

/**
 * Measures each server once per round. The order of the servers changes from round to round, so that noise affects all
 * servers equally.
 */
export async function measureServers<Name extends string>(
  targets: Record<Name, Target>,
  { warmUp, rounds, rampUpSeconds, seconds }: MeasurePlan = DEFAULT_PLAN,
): Promise<Record<Name, ServerResults>> {
  const names = Object.keys(targets) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as LoadResult[]])) as Record<Name, LoadResult[]>;
  for (const name of names) await load(targets[name], { amount: warmUp });
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    const turns = [...names.slice(shift), ...names.slice(0, shift)];
    // Reverse the order in every second round, so that a server does not always follow the same other server.
    if (round % 2 === 1) turns.reverse();
    for (const name of turns) {
      await load(targets[name], { seconds: rampUpSeconds });
      results[name].push(await load(targets[name], { seconds }));
    }
  }
  return results;
}

/** Returns the median of one figure in the results of all rounds. */
export const medianOf = (results: ServerResults, figure: keyof LoadResult) =>
  median(results.map((result) => result[figure]));

/** Divides the figure in `of` by the figure in `to`, for each round. Returns the median of these ratios. */
export const ratioOf = (of: ServerResults, to: ServerResults, figure: keyof LoadResult) =>
  medianRatio(
    of.map((result) => result[figure]),
    to.map((result) => result[figure]),
  );
