import pg from "pg";
import type { RunStatement } from "../../server/src/threads/scoped-statements.ts";

/** The query plan of a statement. `nodes` contains only scans, joins and sorts. */
export interface Plan {
  readonly name: string;
  readonly nodes: readonly string[];
}

/**
 * Returns two query plans for each statement: the plan for the statement's values, and the generic plan of a prepared
 * statement.
 *
 * @param calls functions by name. Each function must pass one statement to `run`. `run` only records the statement, and
 * returns no rows.
 */
export async function explainStatements(
  url: string,
  calls: Readonly<Record<string, (run: RunStatement) => Promise<unknown>>>,
): Promise<Plan[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const plans: Plan[] = [];
    for (const [name, call] of Object.entries(calls)) {
      const { text, values } = await capture(call);
      plans.push({ name, nodes: nodesOf(await client.query(`explain ${text}`, [...values])) });
      plans.push({ name: `${name}, prepared`, nodes: nodesOf(await client.query(`explain (generic_plan) ${text}`)) });
    }
    return plans;
  } finally {
    await client.end();
  }
}

async function capture(call: (run: RunStatement) => Promise<unknown>) {
  const sent: { text: string; values: readonly unknown[] }[] = [];
  await call(async (text, values) => {
    sent.push({ text, values });
    return [];
  });
  const [first] = sent;
  if (first === undefined) throw new Error("A call sent no statement.");
  return first;
}

const nodesOf = ({ rows }: pg.QueryResult): string[] =>
  rows
    .map((row) => String(row["QUERY PLAN"]))
    .filter((line) => /Scan|Sort|Join|Loop/.test(line) && !/CTE Scan|Cond:|Key:|Filter:/.test(line))
    .map((line) =>
      line
        .replace(/\(cost.*$/, "")
        .replace("->", "")
        .trim(),
    );
