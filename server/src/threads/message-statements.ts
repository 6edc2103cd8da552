import { inScope, isoText } from "./scoped-statements.ts";

/**
 * Returns the statement that reads a page of messages. Parameters: the thread ($3), the limit ($4), the current time
 * ($5) and, with a cursor, the cursor's message ($6). `workspace` is a SQL expression for the workspace.
 *
 * The lateral join uses an index to look up one lease per message. Without the join, a planner that has no good
 * statistics, as in PGlite, would read every lease of the workspace.
 */
export const listMessages = (hasCursor: boolean, workspace = "$2"): string => `
  select messages.id, messages.parent_id, messages.height, messages.format, messages.content, messages.external_id,
    ${isoText("messages.created_at")} as created_at, ${isoText("messages.updated_at")} as updated_at,
    lease.ended_at is not null as run_ended,
    (extract(epoch from $5::timestamptz - lease.beat_at) * 1000)::double precision as beat_ms_ago
  from messages left join lateral (
    select run_leases.ended_at, run_leases.beat_at from run_leases
    where ${inScope("run_leases", workspace)} and run_leases.thread_id = messages.thread_id
      and run_leases.message_id = messages.id and run_leases.id = messages.lease_id offset 0
  ) as lease on true
  where ${inScope("messages", workspace)} and messages.thread_id = $3::text ${hasCursor ? afterMessage(workspace) : ""}
  order by messages.height desc, messages.created_at desc, messages.id desc limit $4::int`;

/**
 * Returns the SQL condition that selects the messages after the cursor's message ($6), in the order of the list. If the
 * cursor's message does not exist, the condition selects all messages.
 */
const afterMessage = (workspace: string): string => {
  const read = (column: string) => `(select cursor.${column} from messages cursor
    where ${inScope("cursor", workspace)} and cursor.thread_id = $3::text and cursor.id = $6::text)`;
  return `and (messages.height, messages.created_at, messages.id) <
    (coalesce(${read("height")}, 2147483647), coalesce(${read("created_at")}, 'infinity'::timestamptz),
      coalesce(${read("id")}, ''))`;
};

/**
 * Returns the query that reads the message of a lease, and whether the lease has ended. A lease ends when its holder
 * ends it, or when the message has a newer lease.
 */
const heldLease = (lease: string) => `
  select run_leases.message_id, run_leases.ended_at is not null or messages.lease_id <> run_leases.id as ended
  from run_leases join messages on ${inScope("messages")} and messages.thread_id = run_leases.thread_id
    and messages.id = run_leases.message_id
  where ${inScope("run_leases")} and run_leases.thread_id = $3::text and run_leases.id = ${lease}`;

const renew = (lease: string, now: string, when: string) => `
  update run_leases set beat_at = ${now} where ${inScope("run_leases")} and run_leases.thread_id = $3::text
    and run_leases.id = ${lease} and ${when}`;

/**
 * Selects and locks the thread ($3). A deletion or move of a thread locks the thread before its messages. A statement
 * that also locks the thread first cannot deadlock with the deletion or move. The statement waits for the deletion or
 * move, and then no longer finds the thread.
 */
const lockedThread = `
  select threads.id from threads where ${inScope("threads")} and threads.id = $3::text for no key update`;

/**
 * Returns the statement that stores a message. If the thread already has a message with the given external id, the
 * statement replaces the content of that message. If the new role differs from the stored role, the statement changes
 * nothing.
 *
 * Parameters: the thread ($3), the id of a new message ($4), the user ($5), the role ($6), the format ($7), the content
 * ($8), the current time ($9), the external id ($10), the parent ($11), the writer's lease ($12), and the id of a new
 * lease to grant ($13). `parentBy` says whether $11 is an id or an external id; null if the message has no parent.
 *
 * The write is a single statement, so it is atomic. Concurrent writes of one external id wait for each other, because
 * they insert the same key into the unique index. `on conflict do update` then sees the row that the other write
 * committed.
 */
export const createMessage = ({ parentBy }: { parentBy: "id" | "external_id" | null }): string => `
  with thread as (${lockedThread}
  ), parent as (
    select messages.id, messages.height from messages where ${inScope("messages")} and messages.thread_id = $3::text
      and ${parentBy === null ? "false and messages.id" : `messages.${parentBy}`} = $11::text
  ), stored as (
    select messages.id from messages where ${inScope("messages")} and messages.thread_id = $3::text
      and messages.external_id = $10::text
  ), held as (${heldLease("$12::text")}
  ), written as (
    insert into messages (project_id, workspace_id, thread_id, id, user_id, external_id, parent_id, height, role, format,
      content, lease_id, created_at, updated_at)
    select $1::text, $2::text, thread.id, $4::text, $5::text, $10::text, parent.id, coalesce(parent.height + 1, 0),
      $6::text, $7::text, $8::text, $13::text, $9::timestamptz, $9::timestamptz
    from thread left join parent on true
    where ($11::text is null or parent.id is not null or exists (select 1 from stored))
      and ($12::text is null
        or exists (select 1 from held join stored on stored.id = held.message_id where not held.ended))
    on conflict (project_id, workspace_id, thread_id, external_id) do update set
      content = case when messages.role is distinct from excluded.role then messages.content else excluded.content end,
      format = case when messages.role is distinct from excluded.role then messages.format else excluded.format end,
      lease_id = case when messages.role is distinct from excluded.role then messages.lease_id
        else coalesce(excluded.lease_id, messages.lease_id) end,
      updated_at = case when messages.role is distinct from excluded.role
        or (messages.content = excluded.content and messages.format = excluded.format)
        then messages.updated_at else excluded.updated_at end
    returning id, role is not distinct from $6::text as same_role, updated_at = $9::timestamptz as changed
  ), accepted as (
    select id from written where same_role
  ), granted as (
    insert into run_leases (project_id, workspace_id, id, thread_id, message_id, beat_at)
    select $1::text, $2::text, $13::text, $3::text, accepted.id, $9::timestamptz from accepted where $13::text is not null
  ), renewed as (${renew("$12::text", "$9::timestamptz", "exists (select 1 from accepted)")}
  ), moved as (
    update threads set last_message_at = $9::timestamptz
    where ${inScope("threads")} and threads.id = $3::text and exists (select 1 from written where same_role and changed)
  )
  select exists (select 1 from thread) as has_thread,
    $11::text is null or exists (select 1 from parent) or exists (select 1 from stored) as has_parent,
    (select ended from held) as lease_ended,
    (select id from written) as id, (select same_role from written) as same_role`;

/**
 * Replaces a message's content. Parameters: the thread ($3), the message ($4), the content ($5), the role ($6), the
 * current time ($7) and the writer's lease ($8).
 */
export const updateMessage = `
  with held as (${heldLease("$8::text")}
  ), written as (
    update messages set content = $5::text, role = $6::text, updated_at = $7::timestamptz
    where ${inScope("messages")} and messages.thread_id = $3::text and messages.id = $4::text
      and ($8::text is null or exists (select 1 from held where not held.ended and held.message_id = $4::text))
    returning id
  ), renewed as (${renew("$8::text", "$7::timestamptz", "exists (select 1 from written)")}
  )
  select exists (select 1 from messages where ${inScope("messages")} and messages.thread_id = $3::text
      and messages.id = $4::text) as has_message,
    (select ended from held) as lease_ended, exists (select 1 from written) as written`;

/**
 * Deletes messages and their descendants. Parameters: the thread ($3) and the ids of the messages ($4).
 *
 * The lateral join looks up the children of one parent at a time, and the deletion uses an array of ids. Without good
 * statistics, as in PGlite, the planner would otherwise read the whole thread for each level. The planner may use
 * either of two indexes for the lookup. The condition on `height` makes the lookup efficient with each index.
 */
export const deleteMessages = `
  with recursive thread as (${lockedThread}
  ), doomed as (
    select messages.id, messages.height from messages where ${inScope("messages")} and messages.thread_id = $3::text
      and messages.id = any ($4::text[]) and exists (select 1 from thread)
    union
    select child.id, child.height from doomed cross join lateral (
      select messages.id, messages.height from messages where ${inScope("messages")} and messages.thread_id = $3::text
        and messages.height = doomed.height + 1 and messages.parent_id = doomed.id offset 0
    ) as child
  )
  delete from messages where ${inScope("messages")} and messages.thread_id = $3::text
    and messages.id = any (array(select id from doomed)) returning messages.id`;

/**
 * Renews a lease that has not ended. Parameters: the thread ($3), the lease ($4) and the current time ($5). Returns no
 * row if the lease does not exist.
 */
export const renewLease = `
  with held as (${heldLease("$4::text")}
  ), renewed as (${renew("$4::text", "$5::timestamptz", "exists (select 1 from held where not held.ended)")}
  )
  select ended from held`;

/**
 * Ends a lease. Parameters: the thread ($3), the lease ($4), the current time ($5) and the reason ($6). Changes nothing
 * if the lease has already ended. Returns no row if the lease does not exist.
 */
export const endLease = `
  with held as (${heldLease("$4::text")}
  ), ended as (
    update run_leases set ended_at = $5::timestamptz, reason = $6::text
    where ${inScope("run_leases")} and run_leases.thread_id = $3::text and run_leases.id = $4::text
      and run_leases.ended_at is null
  )
  select ended from held`;
