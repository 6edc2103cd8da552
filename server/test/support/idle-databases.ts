import type { PGlite } from "@electric-sql/pglite";

/** A text that differs for two databases if their tables, functions, triggers or settings differ. */
const FINGERPRINT = `
  SELECT md5(string_agg(part, ',' ORDER BY part)) AS fingerprint FROM (
    SELECT 'column ' || attrelid || ' ' || attname || ' ' || atttypid || ' ' || attnotnull AS part
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%')
    UNION ALL SELECT 'constraint ' || oid FROM pg_constraint
    UNION ALL SELECT 'trigger ' || oid FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || oid FROM pg_proc
    UNION ALL SELECT 'namespace ' || oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
    UNION ALL SELECT 'role ' || oid FROM pg_roles
    UNION ALL SELECT 'setting ' || setdatabase || ' ' || setrole || ' ' || setconfig::text FROM pg_db_role_setting
  ) AS parts`;

/** The databases that no test uses, each empty and with the unchanged schema. */
const idle: PGlite[] = [];
/** The fingerprint of each database at its creation, and the names of its tables. */
const created = new WeakMap<PGlite, { fingerprint: string; tables: readonly string[] }>();

/**
 * Returns an empty database with the schema. Uses a database again that an earlier test has returned, because opening a
 * database costs a second of processor time.
 *
 * @param create opens a new database
 */
export async function takeDatabase(create: () => Promise<PGlite>): Promise<PGlite> {
  const free = idle.pop();
  if (free !== undefined) return free;
  const database = await create();
  const { rows } = await database.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  created.set(database, { fingerprint: await fingerprintOf(database), tables: rows.map(({ name }) => name) });
  return database;
}

/** Deletes all rows of a database, for the next test. Closes the database if a test has changed the schema. */
export async function returnDatabase(database: PGlite): Promise<void> {
  const origin = created.get(database);
  if (origin === undefined || origin.fingerprint !== (await fingerprintOf(database))) return database.close();
  const filled = origin.tables.map((name) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name})`);
  const { rows } = await database.query<{ name: string }>(filled.join(" UNION ALL "));
  if (rows.length > 0) {
    await database.exec(`TRUNCATE ${rows.map(({ name }) => name).join(", ")} RESTART IDENTITY CASCADE`);
  }
  // Ends the settings, prepared statements and channels of the session.
  await database.exec("DISCARD ALL");
  idle.push(database);
}

async function fingerprintOf(database: PGlite): Promise<string> {
  const { rows } = await database.query<{ fingerprint: string }>(FINGERPRINT);
  return rows[0]?.fingerprint ?? "";
}
