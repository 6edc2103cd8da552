import type { PGlite } from "@electric-sql/pglite";

/** Tables, or their oversized values, that have changed as much as PostgreSQL's autovacuum waits for by default. */
const CHANGED_TABLES = `
  select format('%I.%I', changed.schemaname, changed.relname) as name
  from pg_stat_user_tables changed join pg_class on pg_class.oid = changed.relid
    left join pg_stat_all_tables oversized on oversized.relid = pg_class.reltoastrelid
  where changed.n_dead_tup > 50 + changed.n_live_tup * 0.2
    or changed.n_mod_since_analyze > 50 + changed.n_live_tup * 0.1
    or oversized.n_dead_tup > 50 + oversized.n_live_tup * 0.2`;

/**
 * Frees the space of replaced rows and gathers the planner's statistics, in tables that have changed enough. PGlite cannot start
 * autovacuum, so each checkpoint of a running reply would make the database larger for good.
 */
export async function vacuumPglite(pglite: PGlite): Promise<void> {
  // Counts are published once a second at most.
  await pglite.query("select pg_stat_force_next_flush()");
  const { rows } = await pglite.query<{ name: string }>(CHANGED_TABLES);
  // One statement each, so that requests come in between.
  for (const { name } of rows) await pglite.exec(`vacuum (analyze) ${name}`);
}
