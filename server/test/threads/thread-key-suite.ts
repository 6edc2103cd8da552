import { expect, test, vi } from "vitest";
import { runStatements } from "../../src/storage/transaction-statements.ts";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { openWorkspace } from "./open-workspace.ts";
import type { OperatedStorage } from "./operator/open-project.ts";

/** Tests concurrent changes of threads with the same external id. Requires a storage with several connections. */
export function threadKeySuite(storage: () => OperatedStorage): void {
  const external = { external_id: "x" };
  const upsert = { external_id: "x", upsert: true };
  const keys = (workspaceId: string) =>
    storage().statement("select thread_id from thread_keys where workspace_id = $1", [workspaceId]);
  const lockWaits = () => storage().statement("select 1 from pg_locks where not granted", []);

  /** Runs `second` while the transaction of `first` is still open. */
  async function overlap(
    first: (run: RunStatement) => Promise<unknown>,
    second: (run: RunStatement) => Promise<unknown>,
  ) {
    let hasEnded = false;
    await runStatements(storage(), async (run) => {
      await first(run);
      const other = runStatements(storage(), second).finally(() => {
        hasEnded = true;
      });
      await vi.waitFor(async () => expect(hasEnded || (await lockWaits()).length > 0).toBe(true), 10_000);
      return { other };
    }).then(({ other }) => other);
  }

  test("if two threads share an external id and are deleted concurrently, no entry for the id remains", async () => {
    const { scope, clock, thread } = openWorkspace(storage().statement);
    const older = await thread(external);
    clock.now += 1000;
    const newer = await thread(external);
    const remove = (id: string) => (run: RunStatement) => openWorkspace(run, scope).threads.remove(id);
    await overlap(remove(older), remove(newer));
    expect(await keys(scope.workspaceId)).toEqual([]);
  });

  test("a new thread gets an external id even if an older thread with the id is deleted concurrently", async () => {
    const { scope, thread } = openWorkspace(storage().statement);
    const older = await thread(external);
    let newer = "";
    await overlap(
      async (run) => {
        newer = await openWorkspace(run, scope).thread(external);
      },
      (run) => openWorkspace(run, scope).threads.remove(older),
    );
    expect(await keys(scope.workspaceId)).toEqual([{ thread_id: newer }]);
    expect(await thread(upsert)).toBe(newer);
  });
}
