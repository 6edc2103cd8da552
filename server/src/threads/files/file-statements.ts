import { inScope } from "../scoped-statements.ts";

/**
 * A fixed cost per file, in bytes. It counts toward the quota in addition to the file's size, so that empty files are
 * not free.
 */
export const FILE_COST = 1024;

/**
 * Adds a file that waits for its upload. Returns no row if the file exceeds the quota.
 *
 * Parameters: the key ($3), the user ($4), the file name ($5), the content type ($6), the maximum size ($7), whether
 * the file is uploaded to the bucket ($8), the current time ($9), the number of bytes to reserve ($10), the number of
 * further bytes that must fit into the quota but are not reserved ($11), and the quota ($12).
 */
export const createFile = `
  with used as (
    insert into file_usage (project_id, workspace_id, bytes)
    select $1::text, $2::text, $10::bigint + ${FILE_COST} where $10::bigint + $11::bigint + ${FILE_COST} <= $12::bigint
    on conflict (project_id, workspace_id) do update set bytes = file_usage.bytes + excluded.bytes
      where file_usage.bytes + excluded.bytes + $11::bigint <= $12::bigint
    returning 1
  )
  insert into files (project_id, workspace_id, key, user_id, filename, content_type, max_bytes, size, in_bucket, created_at)
  select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::int, $10::bigint::int, $8::boolean, $9::timestamptz
  from used returning key`;

/**
 * Stores a chunk of a file.
 *
 * Parameters: the key ($3), the upload ($4), the chunk's number ($5), the bytes ($6), the current time ($7), the quota
 * ($8), the lock's cutoff time ($9), the content type ($10), and whether this is the last chunk ($11). If an upload has
 * stored no chunk since the cutoff time, another upload can acquire the lock.
 *
 * The file's row is the lock. The first chunk acquires the lock, each further chunk checks the lock, and the last chunk
 * makes the file visible. The workspace's usage row is a second lock, so that concurrent uploads cannot exceed the
 * quota.
 */
export const storeChunk = `
  with file as (
    select files.max_bytes, files.size as old_size,
      case when $5::int = 0 then 0 else files.size end + octet_length($6::bytea) as new_size
    from files where ${inScope("files")} and files.key = $3::text and not files.in_bucket and files.uploaded_at is null
      and case when $5::int = 0 then files.upload_id is null or files.touched_at < $9::timestamptz
        else files.upload_id = $4::text end
    for update
  ), used as (
    update file_usage set bytes = file_usage.bytes + file.new_size - file.old_size from file
    where ${inScope("file_usage")} and file.new_size <= file.max_bytes
      and file_usage.bytes + file.new_size - file.old_size <= $8::bigint
    returning file.new_size
  ), stored as (
    update files set upload_id = $4::text, size = used.new_size, touched_at = $7::timestamptz, content_type = $10::text,
      uploaded_at = case when $11::boolean then $7::timestamptz end
    from used where ${inScope("files")} and files.key = $3::text
    returning files.key
  ), leftovers as (
    delete from file_chunks where ${inScope("file_chunks")} and file_chunks.key = $3::text
      and file_chunks.upload_id <> $4::text and ($5::int = 0 or $11::boolean) and exists (select 1 from stored)
  ), chunk as (
    insert into file_chunks (project_id, workspace_id, key, upload_id, seq, bytes)
    select $1::text, $2::text, $3::text, $4::text, $5::int, $6::bytea from stored
  )
  select exists (select 1 from stored) as stored, (select new_size <= max_bytes from file) as fits,
    (select uploaded_at is not null from files where ${inScope("files")} and files.key = $3::text and not files.in_bucket)
      as uploaded`;

/** Cancels an upload, so that the file can be uploaded again. Parameters: the key ($3) and the upload ($4). */
export const abandonUpload = `
  with file as (
    select files.size from files where ${inScope("files")} and files.key = $3::text and files.upload_id = $4::text
      and files.uploaded_at is null for update
  ), used as (
    update file_usage set bytes = file_usage.bytes - file.size from file where ${inScope("file_usage")}
  ), chunks as (
    delete from file_chunks where ${inScope("file_chunks")} and file_chunks.key = $3::text
      and file_chunks.upload_id = $4::text and exists (select 1 from file)
  )
  update files set upload_id = null, size = 0 from file where ${inScope("files")} and files.key = $3::text`;

const READABLE = `${inScope("files")} and files.uploaded_at is not null and not files.in_bucket`;

/** Reads a file in the database and one of its chunks. Parameters: the key ($3) and the chunk's number ($4). */
export const readFile = `
  select files.filename, files.content_type, files.size, files.upload_id, file_chunks.bytes
  from files left join file_chunks on ${inScope("file_chunks")} and file_chunks.key = files.key
    and file_chunks.upload_id = files.upload_id and file_chunks.seq = $4::int
  where ${READABLE} and files.key = $3::text`;

/** Reads one chunk of a file. Parameters: the key ($3), the upload ($4) and the chunk's number ($5). */
export const readChunk = `
  select file_chunks.bytes from file_chunks where ${inScope("file_chunks")} and file_chunks.key = $3::text
    and file_chunks.upload_id = $4::text and file_chunks.seq = $5::int`;

/**
 * Reads the workspace's files with the given keys ($3). Includes bucket uploads without a final record, but no
 * incomplete uploads to the database.
 */
export const findFiles = `
  select files.key, files.filename, files.in_bucket, files.max_bytes, files.size, files.content_type,
    case when files.uploaded_at is not null then files.content_type end as recorded_type
  from files where ${inScope("files")} and files.key = any ($3::text[]) and (files.uploaded_at is not null or files.in_bucket)`;

/**
 * Records a bucket upload, unless the upload already has a final record. Returns whether the file exceeds the quota. If
 * the file exceeds the quota, records nothing. The quota is checked only if the size exceeds the last recorded or
 * reserved size.
 *
 * Parameters: the key ($3), the size ($4), the content type ($5), the time of a final record ($6) and the quota ($7).
 * For a provisional record, $6 is null.
 */
export const recordUpload = `
  with file as (
    select files.size from files where ${inScope("files")} and files.key = $3::text and files.in_bucket
      and files.uploaded_at is null for update
  ), used as (
    update file_usage set bytes = file_usage.bytes + $4::int - file.size from file
    where ${inScope("file_usage")}
      and ($4::int <= file.size or file_usage.bytes + $4::int - file.size <= $7::bigint)
    returning 1
  ), recorded as (
    update files set size = $4::int, content_type = $5::text, uploaded_at = $6::timestamptz from used
    where ${inScope("files")} and files.key = $3::text
  )
  select exists (select 1 from file) and not exists (select 1 from used) as exceeds`;

/** Deletes the files with the given keys ($3), and their chunks. */
export const removeFiles = `
  with gone as (
    delete from files where ${inScope("files")} and files.key = any ($3::text[]) returning files.size
  )
  update file_usage set bytes = file_usage.bytes - (select coalesce(sum(gone.size + ${FILE_COST}), 0) from gone)
  where ${inScope("file_usage")} and exists (select 1 from gone)`;

/**
 * Moves all files of a workspace to another workspace ($3) and another user ($4). Also moves the used quota to the
 * new workspace.
 *
 * This statement locks the files before the usage rows, because the new values of the usage rows depend on the moved
 * files. The statements that store a file use the same order, so that concurrent statements cannot deadlock.
 */
export const moveFiles = `
  with moved as (
    update files set workspace_id = $3::text, user_id = $4::text where ${inScope("files")} and $2::text <> $3::text
    returning files.size
  ), total as (
    select sum(moved.size + ${FILE_COST}) as bytes from moved having count(*) > 0
  ), freed as (
    update file_usage set bytes = file_usage.bytes - total.bytes from total where ${inScope("file_usage")}
  )
  insert into file_usage (project_id, workspace_id, bytes) select $1::text, $3::text, total.bytes from total
  on conflict (project_id, workspace_id) do update set bytes = file_usage.bytes + excluded.bytes`;
