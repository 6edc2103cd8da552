import { AssistantCloudAuthError, type AssistantCloudAuthErrorCode } from "../core/errors.ts";
import type { SourceHandler } from "./create-controlled-source.ts";
import type { TestClock } from "./create-test-clock.ts";
import { writeUnsignedToken } from "./unsigned-token.ts";

/** The codes with which an app can be without a token. The other codes end a single call, and no screen shows them. */
export type TestErrorCode = Exclude<AssistantCloudAuthErrorCode, "signed_out" | "superseded" | "disposed">;

/**
 * A state into which a test puts an app.
 *
 * - `loading`: the token source does not answer.
 * - `authenticated`: the user has a token, and gets another whenever one is due.
 * - `refreshing`: the same, while the token source does not answer the call for the next token.
 * - `refresh-failing`: the token is still usable, and the calls for the next one fail.
 * - `expired`: those calls have failed until the token expired.
 * - `unauthenticated`: the user is signed out.
 * - `error:CODE`: there is no token, because the first call failed with that code.
 */
export type TestAuthState =
  | "loading"
  | "authenticated"
  | "refreshing"
  | "refresh-failing"
  | "expired"
  | "unauthenticated"
  | `error:${TestErrorCode}`;

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
  expired: { first: "token", later: "source_failed", until: "expiresAt" },
  unauthenticated: { first: "null", later: "null", until: null },
};

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

function scriptOf(state: TestAuthState): Script {
  if (state in SCRIPTS) return SCRIPTS[state as keyof typeof SCRIPTS];
  const [kind, code] = state.split(":");
  if (kind === "error" && code) return { first: code as TestErrorCode, later: code as TestErrorCode, until: null };
  throw new AssistantCloudAuthError("configuration", `There is no test state ${JSON.stringify(state)}.`, {
    remedy: `Use ${Object.keys(SCRIPTS).join(", ")} or error:CODE.`,
  });
}
