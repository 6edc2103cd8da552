import { marginsFor } from "../client/schedule.ts";
import { AssistantCloudAuthError, type AssistantCloudAuthErrorCode } from "../core/errors.ts";
import { WORKSPACE_TOKEN_LIFETIME_SECONDS } from "../core/protocol.ts";
import type { SourceHandler } from "./create-controlled-source.ts";
import type { TestClock } from "./create-test-clock.ts";
import { writeUnsignedToken } from "./unsigned-token.ts";

/**
 * The error codes of the state `error:CODE`, in which the app has no token. The excluded codes never cause this state.
 * They report a sign-out, a switch of user or workspace, or a disposed engine.
 */
export type TestErrorCode = Exclude<
  AssistantCloudAuthErrorCode,
  "signed_out" | "token_revoked" | "superseded" | "disposed"
>;

/**
 * The auth state of an app under test.
 *
 * - `loading`: the auth provider never finishes loading.
 * - `authenticated`: the user has a token, and the engine refreshes the token before it expires.
 * - `refreshing`: the user has a token, and the call for the next token is pending.
 * - `refresh-failing`: the token is still usable, but the calls for the next token fail.
 * - `offline`: the token is still usable, but the calls for the next token fail because the browser is offline.
 * - `expired`: the token has expired after failed refreshes.
 * - `unauthenticated`: the user is signed out.
 * - `error:CODE`: the app has no token, because the first call failed with that code.
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

/** The constant that replaces the engine's random numbers, so that all tests use the same times. */
export const WITHOUT_JITTER = 0.5;

type Answer = "token" | "null" | "silence" | TestErrorCode;

interface Script {
  readonly first: Answer;
  readonly later: Answer;
  /** The time to which the clock advances when the first token arrives. Null leaves the clock unchanged. */
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

/** All codes of {@link TestErrorCode} as keys, so that the compiler reports a missing code. */
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

/** All states, in the order of the toolbar's menu. */
export const testAuthStates: readonly TestAuthState[] = [
  ...(Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[]),
  ...(Object.keys(CODES) as TestErrorCode[]).map((code) => `error:${code}` as const),
];

/** The user and workspace of the test tokens, and the clock that sets the tokens' times. */
interface StateSubject {
  readonly userId: string;
  readonly workspaceId: string;
  readonly clock: TestClock;
}

/**
 * Returns a handler that makes a controlled source produce a state. Also returns whether the source is pending, and
 * `until`, the time to which the clock must advance when the first token arrives. `until` is null if the clock must not
 * change.
 *
 * @throws `configuration` for an unknown state
 */
export function scriptState(
  state: TestAuthState,
  { userId, workspaceId, clock }: StateSubject,
): { handler: SourceHandler; isPending: boolean; until: Script["until"] } {
  const { first, later, until } = scriptOf(state);
  let isFirst = true;
  return {
    until,
    isPending: first === "silence",
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
          throw new AssistantCloudAuthError(answer, "The test requested this state.");
      }
    },
  };
}

/**
 * Returns the first token's age at the start of a state. The age is in milliseconds.
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
 * Checks that a text is a {@link TestAuthState}.
 *
 * @throws `configuration` for an unknown state. The error's remedy lists all states.
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
