/** The notice of a committed change of settings, which every process receives. */
export interface ChangeNotice {
  readonly projectId: string;
  /** The project's version after the change. */
  readonly version: number;
  /** The changed row; null if several rows may have changed. */
  readonly changedRow: ChangedRow | null;
}

/** A row of the settings. */
export interface ChangedRow {
  readonly kind: string;
  readonly id: string;
}

/** Receives each change notice. Null means that notices of any project may have been missed. */
export type NoticeListener = (notice: ChangeNotice | null) => void;

/** Returns the payload of a change notice. PostgreSQL accepts at most 8000 bytes. */
export function toPayload({ projectId, version, changedRow }: ChangeNotice): string {
  return JSON.stringify([projectId, version, ...(changedRow === null ? [] : [changedRow.kind, changedRow.id])]);
}

/** Parses the payload of a change notice; returns null if another version of this package sent it. */
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
