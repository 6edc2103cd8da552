import { sql } from "drizzle-orm";
import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthorityStorage } from "./authority-storage.ts";
import { migrations } from "./embedded-migrations.ts";

const applied = pgTable("authority_migrations", {
  name: text("name").primaryKey(),
  appliedAt: timestamp("applied_at", { withTimezone: true, mode: "date" }).notNull(),
});

// The id of the advisory lock: an arbitrary number, which must be the same in every process.
const LOCK = 7_215_508_441;

/**
 * Applies the missing migrations in one transaction. An advisory lock makes processes that start concurrently wait for
 * each other.
 *
 * @throws `storage_newer` if a newer version has migrated the database
 */
export async function migrate(storage: AuthorityStorage): Promise<void> {
  await storage.transaction(async (database) => {
    // The lock belongs to the transaction, so it also works behind PgBouncer in transaction mode.
    await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    await database.execute(
      sql`create table if not exists authority_migrations (name text primary key, applied_at timestamptz not null)`,
    );
    const rows = await database.select({ name: applied.name }).from(applied);
    const migrationNames = new Set(migrations.map(({ name }) => name));
    if (rows.some(({ name }) => !migrationNames.has(name))) {
      throw new AuthorityError(
        "storage_newer",
        "The database was written by a newer version of assistant-cloud-server.",
        "Upgrade this process to that version, or give it another database.",
      );
    }
    const appliedNames = new Set(rows.map(({ name }) => name));
    for (const migration of migrations) {
      if (appliedNames.has(migration.name)) continue;
      for (const statement of migration.sql.split("--> statement-breakpoint")) {
        await database.execute(sql.raw(statement));
      }
      await database.insert(applied).values({ name: migration.name, appliedAt: new Date() });
    }
  });
}
