/**
 * A notice that settings of a project have changed. Every process that uses the database receives the notice after the
 * commit.
 */
export interface ChangeNotice {
  readonly projectId: string;
  /** The version number of the project's settings after the change. Each change increments the number. */
  readonly version: number;
  /** The changed setting; null if several settings may have changed. */
  readonly changedRow: ChangedRow | null;
}

/** Identifies a stored setting, such as an auth rule or an API key. */
export interface ChangedRow {
  readonly kind: string;
  readonly id: string;
}

/**
 * Receives each change notice. Null means that notices may have been missed, so the settings of any project may have
 * changed.
 */
export type NoticeListener = (notice: ChangeNotice | null) => void;

/** Serializes a change notice as the payload of a PostgreSQL notification. A payload must be below 8000 bytes. */
export function toPayload({ projectId, version, changedRow }: ChangeNotice): string {
  return JSON.stringify([projectId, version, ...(changedRow === null ? [] : [changedRow.kind, changedRow.id])]);
}

/**
 * Parses the payload of a change notice. Returns null if the format is unknown, for example because another version of
 * this package sent the notice.
 */
export function readPayload(payload: string): ChangeNotice | null {
  let parts: unknown;
  try {
    parts = JSON.parse(payload);
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [projectId, version, kind, id] = parts as unknown[];
  if (typeof projectId !== "string" || typeof version !== "number") return null;
  const changedRow = typeof kind === "string" && typeof id === "string" ? { kind, id } : null;
  return { projectId, version, changedRow };
}
