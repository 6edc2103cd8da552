import type { UserEventKind } from "../../events/user-event-kind.ts";
import { createScopedStatement, inScope, type RunStatement } from "../scoped-statements.ts";
import type { ThreadScope } from "../thread-scope.ts";
import type { ReportedEvents } from "./event-bodies.ts";

/** The number of accepted events, in total and by kind. */
export interface EventCounts {
  readonly accepted: number;
  readonly kinds: ReadonlyMap<UserEventKind, number>;
}

/**
 * Counts events without storing them. Runs at most one statement. Silently ignores events of threads outside the
 * workspace, so that a caller learns nothing about those threads.
 */
export async function countEvents(run: RunStatement, scope: ThreadScope, events: ReportedEvents): Promise<EventCounts> {
  const threadIds = [...new Set(events.flatMap(({ threadId }) => threadId ?? []))];
  const ownThreads = await findThreads(run, scope, threadIds);
  const kinds = new Map<UserEventKind, number>();
  const accepted = events.filter(({ threadId }) => threadId === null || ownThreads.has(threadId));
  for (const { kind } of accepted) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return { accepted: accepted.length, kinds };
}

async function findThreads(
  run: RunStatement,
  scope: ThreadScope,
  ids: readonly string[],
): Promise<ReadonlySet<unknown>> {
  if (ids.length === 0) return new Set();
  const statement = createScopedStatement(run, scope);
  const rows = await statement(
    `select threads.id from threads where ${inScope("threads")} and threads.id = any ($3::text[])`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}
