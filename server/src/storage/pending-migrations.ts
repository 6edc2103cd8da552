import { sql } from "drizzle-orm";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthorityStorage } from "./authority-storage.ts";
import { migrations } from "./embedded-migrations.ts";

/**
 * Returns the number of migrations that the database still lacks. Does not change the database.
 *
 * @throws `storage_newer` if a newer version has migrated the database
 */
export async function countPendingMigrations(storage: Pick<AuthorityStorage, "run">): Promise<number> {
  const read = <Row>(query: ReturnType<typeof sql>) =>
    storage.run(async (database) => ((await database.execute(query)) as unknown as { rows: Row[] }).rows);
  const [table] = await read<{ name: string | null }>(sql`select to_regclass('authority_migrations') as name`);
  if (table?.name == null) return migrations.length;
  const appliedNames = new Set(
    (await read<{ name: string }>(sql`select name from authority_migrations`)).map(({ name }) => name),
  );
  const migrationNames = new Set(migrations.map(({ name }) => name));
  if ([...appliedNames].some((name) => !migrationNames.has(name))) {
    throw new AuthorityError(
      "storage_newer",
      "The database was written by a newer version of assistant-cloud-server.",
      "Upgrade this process to that version, or give it another database.",
    );
  }
  return migrations.filter(({ name }) => !appliedNames.has(name)).length;
}
