import { marginsFor } from "../client/schedule.ts";
import { AssistantCloudAuthError, type AssistantCloudAuthErrorCode } from "../core/errors.ts";
import { WORKSPACE_TOKEN_LIFETIME_SECONDS } from "../core/protocol.ts";
import type { SourceHandler } from "./create-controlled-source.ts";
import type { TestClock } from "./create-test-clock.ts";
import { writeUnsignedToken } from "./unsigned-token.ts";

/** The codes with which an app can be without a token. The other codes end a single call or sign the user out. */
export type TestErrorCode = Exclude<
  AssistantCloudAuthErrorCode,
  "signed_out" | "token_revoked" | "superseded" | "disposed"
>;

/**
 * A state into which a test puts an app.
 *
 * - `loading`: the token source does not answer.
 * - `authenticated`: the user has a token, and gets another whenever one is due.
 * - `refreshing`: the same, while the token source does not answer the call for the next token.
 * - `refresh-failing`: the token is still usable, and the calls for the next one fail.
 * - `offline`: the same, because the browser is offline.
 * - `expired`: those calls have failed until the token expired.
 * - `unauthenticated`: the user is signed out.
 * - `error:CODE`: there is no token, because the first call failed with that code.
 */
export type TestAuthState =
  | "loading"
  | "authenticated"
  | "refreshing"
  | "refresh-failing"
  | "offline"
  | "expired"
  | "unauthenticated"
  | `error:${TestErrorCode}`;

/** What a test's engine takes for chance: every test sees the same moments. */
export const WITHOUT_JITTER = 0.5;

type Answer = "token" | "null" | "silence" | TestErrorCode;

interface Script {
  readonly first: Answer;
  readonly later: Answer;
  /** The moment in the first token's life to which the clock moves on. */
  readonly until: "refreshAt" | "expiresAt" | null;
}

const SCRIPTS: Readonly<Record<Exclude<TestAuthState, `error:${string}`>, Script>> = {
  loading: { first: "silence", later: "silence", until: null },
  authenticated: { first: "token", later: "token", until: null },
  refreshing: { first: "token", later: "silence", until: "refreshAt" },
  "refresh-failing": { first: "token", later: "source_failed", until: "refreshAt" },
  offline: { first: "token", later: "offline", until: "refreshAt" },
  expired: { first: "token", later: "source_failed", until: "expiresAt" },
  unauthenticated: { first: "null", later: "null", until: null },
};

/** Every code is a key, so that the compiler reports a new one. */
const CODES: Readonly<Record<TestErrorCode, true>> = {
  unauthenticated: true,
  source_failed: true,
  source_timeout: true,
  network: true,
  offline: true,
  rate_limited: true,
  rejected: true,
  exchange_failed: true,
  invalid_token: true,
  expired_token: true,
  identity_mismatch: true,
  circuit_open: true,
  interaction_required: true,
  configuration: true,
};

/** Every state, in the order in which a menu lists them. */
export const testAuthStates: readonly TestAuthState[] = [
  ...(Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[]),
  ...(Object.keys(CODES) as TestErrorCode[]).map((code) => `error:${code}` as const),
];

/** Whose token it is, and by which clock. */
interface StateSubject {
  readonly userId: string;
  readonly workspaceId: string;
  readonly clock: TestClock;
}

/** Returns how a token source has to answer for a state, and to which moment of the first token's life the clock has to move. */
export function scriptState(
  state: TestAuthState,
  { userId, workspaceId, clock }: StateSubject,
): { handler: SourceHandler; until: Script["until"] } {
  const { first, later, until } = scriptOf(state);
  let isFirst = true;
  return {
    until,
    handler() {
      const answer = isFirst ? first : later;
      isFirst = false;
      switch (answer) {
        case "token":
          return writeUnsignedToken({ userId, workspaceId, issuedAt: clock.now() });
        case "null":
          return null;
        case "silence":
          return new Promise(() => {});
        default:
          throw new AssistantCloudAuthError(answer, "The test puts the app into this state.");
      }
    },
  };
}

/**
 * Returns how old the first token is when the state begins, in milliseconds.
 *
 * @throws `configuration` for an unknown state
 */
export function tokenAgeIn(state: TestAuthState): number {
  const { until } = scriptOf(state);
  if (until === null) return 0;
  const lifetime = WORKSPACE_TOKEN_LIFETIME_SECONDS * 1000;
  return until === "expiresAt" ? lifetime : lifetime - marginsFor(lifetime, WITHOUT_JITTER).lead;
}

/**
 * Rejects what is no state, such as a misspelled code.
 *
 * @throws `configuration`, with the list of states as its remedy
 */
export function assertTestAuthState(state: string): asserts state is TestAuthState {
  scriptOf(state);
}

function scriptOf(state: string): Script {
  if (Object.hasOwn(SCRIPTS, state)) return SCRIPTS[state as keyof typeof SCRIPTS];
  const code = /^error:(.*)$/.exec(state)?.[1];
  if (code !== undefined && Object.hasOwn(CODES, code)) {
    return { first: code as TestErrorCode, later: code as TestErrorCode, until: null };
  }
  throw new AssistantCloudAuthError("configuration", `Unknown test state ${JSON.stringify(state)}.`, {
    remedy: `Use ${Object.keys(SCRIPTS).join(", ")}, or error:CODE with one of ${Object.keys(CODES).join(", ")}.`,
  });
}
