import pg from "pg";

const BATCH = 10_000;
const MESSAGES = 10;

/**
 * Adds `threads` threads, a hundred per workspace. Each workspace has one user. Each thread has ten messages. Five of
 * these messages have a run of their own, which has ended. Opens its own connection, which has no statement timeout.
 */
export async function fillThreads(url: string, threads: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let first = 0; first < threads; first += BATCH) {
      const last = Math.min(threads, first + BATCH) - 1;
      await client.query(FILL_THREADS, [first, last]);
      await client.query(FILL_THREAD_KEYS, [first, last]);
      await client.query(FILL_MESSAGES, [first, last, MESSAGES]);
      await client.query(FILL_LEASES, [first, last, MESSAGES]);
    }
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

/**
 * A `from` clause with two columns. `number` counts from `$1` to `$2`. `moment` is a time that differs from row to row.
 */
const NUMBERS = `generate_series($1::int, $2::int) as number,
    lateral (select timestamptz '2026-01-01' + number * interval '1 second' as moment) as at`;

const SCOPE = "'p', 'w' || number / 100";

const FILL_THREADS = `insert into threads (project_id, workspace_id, id, user_id, external_id, title, is_archived, created_at,
    updated_at, last_message_at)
  select ${SCOPE}, 'thread-' || number, 'u' || number / 100, 'chat-' || number, 'A title of thread ' || number, false, moment,
    moment, moment
  from ${NUMBERS}`;

const FILL_THREAD_KEYS = `insert into thread_keys (project_id, workspace_id, external_id, thread_id)
  select ${SCOPE}, 'chat-' || number, 'thread-' || number from ${NUMBERS}`;

/** The SQL expression for a message's id, such as `msg_7-3`. */
const MESSAGE_ID = "'msg_' || number || '-' || level";
const CONTENT = `'{"role":"user","content":[{"type":"text","text":"' || repeat('words ', 20) || '"}]}'`;

const FILL_MESSAGES = `insert into messages (project_id, workspace_id, thread_id, id, user_id, external_id, parent_id, height, role,
    format, content, lease_id, created_at, updated_at)
  select ${SCOPE}, 'thread-' || number, ${MESSAGE_ID}, 'u' || number / 100, 'm-' || number || '-' || level,
    case when level > 0 then 'msg_' || number || '-' || level - 1 end, level, 'user', 'aui/v0', ${CONTENT},
    case when level % 2 = 1 then 'lease-' || number || '-' || level end, moment, moment
  from ${NUMBERS}, generate_series(0, $3::int - 1) as level`;

const FILL_LEASES = `insert into run_leases (project_id, workspace_id, id, thread_id, message_id, beat_at, ended_at, reason)
  select ${SCOPE}, 'lease-' || number || '-' || level, 'thread-' || number, ${MESSAGE_ID}, moment, moment, 'done'
  from ${NUMBERS}, generate_series(1, $3::int - 1, 2) as level`;
