import type { WorkspaceScope } from "./thread-scope.ts";

/**
 * A row of a query result. Each value is a text, a number, a boolean, bytes or null. PGlite and PostgreSQL return equal
 * values.
 */
export type Row = Readonly<Record<string, unknown>>;

/** Sends one statement to the database and returns the rows of the result. */
export type RunStatement = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * Runs a statement in one workspace. `$1` is the project, `$2` is the workspace, and the values start at `$3`.
 *
 * @throws TypeError if the text lacks `$1` or `$2`. Such a statement could reach another workspace.
 */
export type ScopedStatement = (text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

/** Creates the {@link ScopedStatement} of a workspace. */
export function createScopedStatement(run: RunStatement, scope: WorkspaceScope): ScopedStatement {
  const prefix = [scope.projectId, scope.workspaceId];
  return (text, ...values) => {
    if (!text.includes("$1") || !text.includes("$2")) throw new TypeError("A statement of threads needs its scope.");
    return run(text, [...prefix, ...values]);
  };
}

/**
 * Returns the SQL condition that selects the rows of the statement's project and workspace. `alias` is the table's name
 * or alias in the statement. `workspace` is a SQL expression for the workspace.
 */
export const inScope = (alias: string, workspace = "$2"): string =>
  `${alias}.project_id = $1 and ${alias}.workspace_id = ${workspace}`;

/** Returns SQL that formats a timestamp exactly like `Date#toISOString()`. */
export const isoText = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
