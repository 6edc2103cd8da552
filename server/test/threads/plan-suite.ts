import { expect, test } from "vitest";
import { messageListQuery } from "../../src/threads/message-bodies.ts";
import { createMessageStore } from "../../src/threads/message-store.ts";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { openWorkspace } from "./open-workspace.ts";

/** A node of an executed plan, in the format of `explain (analyze, format json)`. */
interface PlanNode {
  readonly Plans?: readonly PlanNode[];
  readonly "Relation Name"?: string;
  readonly "Rows Removed by Filter"?: number;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
}

/**
 * Counts the rows that an executed plan has read from a table. Includes the rows that the plan's child nodes have read.
 */
function rowsRead(table: string, { Plans = [], ...node }: PlanNode): number {
  const rows = (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
  const own = node["Relation Name"] === table ? rows : 0;
  return Plans.reduce((sum, each) => sum + rowsRead(table, each), own);
}

const REPLIES = 20;
const MANY_LEASES = `insert into run_leases (project_id, workspace_id, id, thread_id, message_id, beat_at)
  select $1::text, $2::text, 'lease_' || number, $3::text, $4::text, now() from generate_series(1, 1500) as number`;

/**
 * Tests that listing a thread's messages reads no run leases of other threads. Tests this before and after the database
 * collects table statistics.
 */
export function planSuite(run: () => RunStatement): void {
  test("listing the messages of a thread reads no run leases of other threads", async () => {
    const { scope, thread, write } = openWorkspace(run());
    const [other, own] = [await thread(), await thread()];
    const { messageId } = await write(other, { role: "assistant" });
    await run()(MANY_LEASES, [scope.projectId, scope.workspaceId, other, messageId]);
    for (let written = 0; written < REPLIES; written += 1) await write(own, { role: "assistant" }, { open_run: true });
    let read = 0;
    const explained: RunStatement = async (text, values) => {
      const [row = {}] = await run()(`explain (analyze, format json) ${text}`, values);
      const [{ Plan }] = row["QUERY PLAN"] as [{ Plan: PlanNode }];
      read += rowsRead("run_leases", Plan);
      return [];
    };
    const { list } = createMessageStore(explained, scope, Date.now);
    await list(own, messageListQuery.parse({}));
    expect(read).toBe(REPLIES);
    await run()("analyze messages, run_leases", []);
    await list(own, messageListQuery.parse({}));
    expect(read).toBe(2 * REPLIES);
  });
}
