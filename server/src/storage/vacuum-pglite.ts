import type { PGlite } from "@electric-sql/pglite";

/**
 * Selects the tables that exceed the default thresholds of PostgreSQL's autovacuum. Also selects a table whose TOAST
 * table exceeds these thresholds. PostgreSQL stores oversized values in the TOAST table.
 */
const CHANGED_TABLES = `
  select format('%I.%I', changed.schemaname, changed.relname) as name
  from pg_stat_user_tables changed join pg_class on pg_class.oid = changed.relid
    left join pg_stat_all_tables oversized on oversized.relid = pg_class.reltoastrelid
  where changed.n_dead_tup > 50 + changed.n_live_tup * 0.2
    or changed.n_mod_since_analyze > 50 + changed.n_live_tup * 0.1
    or oversized.n_dead_tup > 50 + oversized.n_live_tup * 0.2`;

/**
 * Vacuums and analyzes the {@link CHANGED_TABLES}, because PGlite cannot run autovacuum. A vacuum makes the space of
 * replaced rows reusable. Without vacuums, each save of a message during a run would permanently enlarge the database.
 */
export async function vacuumPglite(pglite: PGlite): Promise<void> {
  // PostgreSQL publishes the counts of changed rows at most once a second, so this query forces a publication.
  await pglite.query("select pg_stat_force_next_flush()");
  const { rows } = await pglite.query<{ name: string }>(CHANGED_TABLES);
  // Each table is vacuumed in a separate statement, so that requests can run in between.
  for (const { name } of rows) await pglite.exec(`vacuum (analyze) ${name}`);
}
