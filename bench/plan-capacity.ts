/** A measured cost, in microseconds of processor time. */
export interface Cost {
  readonly server: number;
  readonly database: number;
}

/** The assumed use on one day, as in docs/authority/capacity.md. All counts are per active user. */
export const DAY = {
  /** The share of monthly users who are active on a day. */
  activeShare: 0.2,
  /** The share of a day's requests that arrive in the busiest hour. */
  peakHourShare: 0.1,
  /**
   * The number of token exchanges per day. A browser tab exchanges a token every 4 minutes. A tab that is open for half
   * an hour therefore makes about eight exchanges.
   */
  exchanges: 8,
  threadLists: 4,
  messageLists: 4,
  /**
   * The number of turns per day. A turn is a question and a reply. The reply streams for a minute. A turn consists of
   * 11 requests, and each request writes to the database.
   */
  turns: 10,
} as const;

const REQUESTS_OF_TURN = 11;
/** The planned utilization of each core in the busiest hour, as a fraction. */
const LOAD = 0.5;
const CONNECTIONS_OF_PROCESS = 11;

/** The measured costs that {@link planFor} uses. */
export interface Costs {
  readonly exchange: Cost;
  readonly threadList: Cost;
  readonly messageList: Cost;
  readonly turn: Cost;
  /** The bytes that a turn adds to the database. */
  readonly turnBytes: number;
}

/**
 * Returns the load in the busiest hour, and the resources that the server and PostgreSQL need for that load. Also
 * returns by how many bytes the database grows in a year.
 */
export function planFor(monthlyUsers: number, costs: Costs) {
  const days = monthlyUsers * DAY.activeShare;
  // The requests per second in the busiest hour, if each active user sent one request a day.
  const perSecond = (days * DAY.peakHourShare) / 3600;
  const use = (part: keyof Cost) =>
    DAY.exchanges * costs.exchange[part] +
    DAY.threadLists * costs.threadList[part] +
    DAY.messageLists * costs.messageList[part] +
    DAY.turns * costs.turn[part];
  const cores = (part: keyof Cost) => (perSecond * use(part)) / 1e6 / LOAD;
  // Each process uses one core. Plan at least two processes, so that one serves while the other restarts.
  const processes = Math.max(2, Math.ceil(cores("server")));
  return {
    requests: perSecond * (DAY.exchanges + DAY.threadLists + DAY.messageLists + DAY.turns * REQUESTS_OF_TURN),
    writes: perSecond * DAY.turns * REQUESTS_OF_TURN,
    openChats: perSecond * DAY.turns * 60,
    serverCores: cores("server"),
    processes,
    connections: processes * CONNECTIONS_OF_PROCESS,
    databaseCores: cores("database"),
    bytesOfYear: days * 365 * DAY.turns * costs.turnBytes,
  };
}
