import type { WorkspaceScope } from "./thread-scope.ts";

/** A row of a result: text, numbers, booleans and null, the same on PGlite and PostgreSQL. */
export type Row = Readonly<Record<string, unknown>>;

/** Sends one statement to the database and returns its rows. */
export type RunStatement = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * Runs a statement on threads: `$1` is the project, `$2` the workspace; the values start at `$3`.
 *
 * @throws TypeError if the text does not contain both, so that no query can leave its scope
 */
export type ScopedStatement = (text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>;

/** Binds statements to a scope. */
export function createScopedStatement(run: RunStatement, scope: WorkspaceScope): ScopedStatement {
  const prefix = [scope.projectId, scope.workspaceId];
  return (text, ...values) => {
    if (!text.includes("$1") || !text.includes("$2")) throw new TypeError("A statement of threads needs its scope.");
    return run(text, [...prefix, ...values]);
  };
}

/**
 * Returns the SQL condition that limits a table to the scope.
 *
 * @param alias the table's name or alias in the statement
 * @param workspace an SQL expression for the workspace id. Default: `$2`.
 */
export const inScope = (alias: string, workspace = "$2"): string =>
  `${alias}.project_id = $1 and ${alias}.workspace_id = ${workspace}`;

/** A timestamp exactly as `Date#toISOString()` prints it. */
export const isoText = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
