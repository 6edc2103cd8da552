import type { AuthorityStorage } from "assistant-cloud-server";

/** The rows that the writer process wrote to a database. */
export interface State {
  readonly keys: readonly string[];
  /** The keys that have a creation entry in the audit log. One transaction writes a key and its audit entry. */
  readonly auditedKeys: readonly string[];
  readonly visitorHashes: readonly string[];
  readonly threads: readonly string[];
  readonly messages: readonly MessageState[];
  readonly leases: readonly LeaseState[];
  readonly files: readonly { readonly key: string; readonly hash: string }[];
  /** Descriptions of inconsistent rows. Only a partial write can create such rows. */
  readonly broken: readonly string[];
}

/** A message, with the SHA-256 of its content. */
export interface MessageState {
  readonly id: string;
  readonly threadId: string;
  readonly externalId: string | null;
  readonly parentId: string | null;
  readonly revision: number;
  readonly hash: string;
}

/** A run lease, with the time of its last heartbeat. */
export interface LeaseState {
  readonly id: string;
  readonly messageId: string;
  readonly beatAt: number;
  readonly reason: string | null;
}

export const EMPTY: State = {
  ...{ keys: [], auditedKeys: [], visitorHashes: [], threads: [], messages: [], leases: [], files: [], broken: [] },
};

export async function readState(storage: AuthorityStorage): Promise<State> {
  const rows = async <T>(statement: string) => (await storage.statement(statement, [])) as readonly T[];
  const texts = async (statement: string) => (await rows<{ text: string }>(statement)).map(({ text }) => text);
  return {
    keys: await texts("select id as text from api_keys"),
    auditedKeys: await texts("select target as text from audit_log where action = 'api_key.create'"),
    visitorHashes: await texts("select hash as text from refresh_tokens"),
    threads: await texts("select id as text from threads"),
    messages: await rows(MESSAGES),
    leases: await rows(LEASES),
    files: await rows(FILES),
    broken: await texts(BROKEN),
  };
}

const MESSAGES = `select id, thread_id as "threadId", external_id as "externalId", parent_id as "parentId",
  (content::json #>> '{metadata,custom,revision}')::int as revision,
  encode(sha256(convert_to(content, 'UTF8')), 'hex') as hash from messages`;

const LEASES = `select id, message_id as "messageId", (extract(epoch from beat_at) * 1000)::double precision as "beatAt", reason
  from run_leases`;

const FILES = `select key, encode(sha256((select coalesce(string_agg(bytes, ''::bytea order by seq), ''::bytea) from file_chunks
    where file_chunks.key = files.key and file_chunks.upload_id = files.upload_id)), 'hex') as hash
  from files where uploaded_at is not null`;

const BROKEN = `
  select 'a message without its parent: ' || id as text from messages where parent_id is not null
    and not exists (select 1 from messages parent where parent.thread_id = messages.thread_id and parent.id = messages.parent_id)
  union all select 'a message without its lease: ' || id from messages where lease_id is not null
    and not exists (select 1 from run_leases where run_leases.id = messages.lease_id and run_leases.message_id = messages.id)
  union all select 'a thread older than its last message: ' || id from threads
    where last_message_at < (select max(created_at) from messages where messages.thread_id = threads.id)
  union all select 'a thread without its external id: ' || id from threads where external_id is not null
    and not exists (select 1 from thread_keys where thread_keys.external_id = threads.external_id and thread_id = threads.id)
  union all select 'an external id without its thread: ' || external_id from thread_keys
    where not exists (select 1 from threads where threads.id = thread_keys.thread_id)
  union all select 'a file of another size: ' || key from files where size <> (select coalesce(sum(octet_length(bytes)), 0)
    from file_chunks where file_chunks.key = files.key and file_chunks.upload_id = files.upload_id)
  union all select 'a wrong usage: ' || workspace_id from file_usage where bytes <> (select coalesce(sum(size + 1024), 0)
    from files where files.workspace_id = file_usage.workspace_id)`;
