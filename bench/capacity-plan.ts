/** What something costs, measured. Processor time in microseconds. */
export interface Cost {
  readonly server: number;
  readonly database: number;
}

/** What an active user does on a day, and when. docs/authority/capacity.md states the same. */
export const DAY = {
  /** Of the users of a month, those of a day. */
  activeShare: 0.2,
  /** Of what a day brings, the busiest hour's share. */
  peakHourShare: 0.1,
  /** A tab that is open for half an hour has a new token every 4 minutes. */
  exchanges: 8,
  threadLists: 4,
  messageLists: 4,
  /** A question and a reply that streams for a minute: 11 requests, each of which writes. */
  turns: 10,
} as const;

const REQUESTS_OF_TURN = 11;
/** How busy a core may be in the peak. */
const LOAD = 0.5;
const CONNECTIONS_OF_PROCESS = 11;

/** The measured costs that a plan is made of. */
export interface Costs {
  readonly exchange: Cost;
  readonly threadList: Cost;
  readonly messageList: Cost;
  readonly turn: Cost;
  /** What a turn adds to the database, in bytes. */
  readonly turnBytes: number;
}

/** What so many monthly users need, in the busiest hour. */
export function planFor(monthlyUsers: number, costs: Costs) {
  const days = monthlyUsers * DAY.activeShare;
  // So many days of users pass in each second of the busiest hour.
  const perSecond = (days * DAY.peakHourShare) / 3600;
  const use = (part: keyof Cost) =>
    DAY.exchanges * costs.exchange[part] +
    DAY.threadLists * costs.threadList[part] +
    DAY.messageLists * costs.messageList[part] +
    DAY.turns * costs.turn[part];
  const cores = (part: keyof Cost) => (perSecond * use(part)) / 1e6 / LOAD;
  // One core each, and one that goes on while another is restarted.
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
