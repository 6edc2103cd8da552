import { getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import * as settingsTables from "../storage/schema.ts";
import * as threadTables from "../storage/thread-schema.ts";
import { type CheckResult, failed, passed, warned } from "./check-result.ts";

const CHECK = "database_access";
const tables = [...Object.values(settingsTables), ...Object.values(threadTables)].filter((each) => is(each, PgTable));
const names = tables.map((table) => getTableName(table));

interface Session {
  isReadOnly: boolean;
  isEncrypted: boolean | null;
  isLocal: boolean;
  user: string;
  denied: string[];
}

/**
 * Checks that the PostgreSQL user can read and write every table, and that a connection to another machine is
 * encrypted. Returns no results for an embedded database, because it has no users and no connection.
 */
export async function checkAccess(storage: Pick<AuthorityStorage, "kind" | "run">): Promise<CheckResult[]> {
  if (storage.kind !== "postgres") return [];
  const { isReadOnly, isEncrypted, isLocal, user, denied } = await readSession(storage);
  if (isReadOnly) {
    const remedy = "Set DATABASE_URL to the primary server, or turn default_transaction_read_only off for the user.";
    return [failed(CHECK, "The database is read-only; it may be a replica.", remedy)];
  }
  if (denied.length > 0) {
    const [first = ""] = denied;
    const more = denied.length > 1 ? ` and ${denied.length - 1} more` : "";
    return [
      failed(
        CHECK,
        `The user cannot read and write the table ${first}${more}.`,
        `Run as the owner: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${user}"; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "${user}";`,
      ),
    ];
  }
  const access = passed(CHECK, "The user can read and write every table.");
  if (isEncrypted !== false || isLocal) return [access];
  const remedy = "Add sslmode=verify-full to DATABASE_URL, and sslrootcert=<file> for a certificate of a private CA.";
  return [access, warned(CHECK, "The connection to the database is not encrypted.", remedy)];
}

async function readSession(storage: Pick<AuthorityStorage, "run">): Promise<Session> {
  const { rows } = (await storage.run((database) =>
    database.execute(sql`
      select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "isReadOnly",
        (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as "isEncrypted",
        coalesce(inet_server_addr() <<= any(array['127.0.0.0/8', '::1']::inet[]), true) as "isLocal",
        current_user::text as "user",
        array(
          select relname::text from pg_class
          where oid = any(array(select to_regclass(name) from unnest(${sql.param(names)}::text[]) as name))
            and exists (
              select from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege
              where not has_table_privilege(pg_class.oid, privilege)
            )
          order by relname
        ) as "denied"`),
  )) as unknown as { rows: Session[] };
  const [session] = rows;
  if (session === undefined) throw new Error("The database returned no row.");
  return session;
}
