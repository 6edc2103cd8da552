import type { WorkspaceScope } from "./thread-scope.ts";

/** A row of a result. Its values are text, numbers, booleans and null, in the same form with PGlite and PostgreSQL. */
export type Row = Readonly<Record<string, unknown>>;

/** Sends one statement to the database and returns its rows. */
export type RunStatement = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * Runs a statement in a scope. `$1` is the project, `$2` is the workspace, and the values start at `$3`.
 *
 * @throws TypeError if the text lacks `$1` or `$2`, so that no query can leave its scope
 */
export type ScopedStatement = (text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

/** Creates a {@link ScopedStatement} for a scope. */
export function createScopedStatement(run: RunStatement, scope: WorkspaceScope): ScopedStatement {
  const prefix = [scope.projectId, scope.workspaceId];
  return (text, ...values) => {
    if (!text.includes("$1") || !text.includes("$2")) throw new TypeError("A statement of threads needs its scope.");
    return run(text, [...prefix, ...values]);
  };
}

/**
 * Returns the SQL condition that a row is in the scope. `alias` is the table's name or alias in the statement.
 * `workspace` is a SQL expression for the workspace.
 */
export const inScope = (alias: string, workspace = "$2"): string =>
  `${alias}.project_id = $1 and ${alias}.workspace_id = ${workspace}`;

/** Returns SQL that formats a timestamp exactly like `Date#toISOString()`. */
export const isoText = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
