/** What a committed change of settings announces to every process. */
export interface ChangeNotice {
  readonly projectId: string;
  /** The project's version after the change. */
  readonly version: number;
  /** The one row that the change touched; null when it may have touched more. */
  readonly touched: TouchedRow | null;
}

/** A row of the settings, by its kind and id. */
export interface TouchedRow {
  readonly kind: string;
  readonly id: string;
}

/** Receives each notice; null when notices of any project may have been missed. */
export type NoticeListener = (notice: ChangeNotice | null) => void;

/** Returns the payload of a notice. PostgreSQL takes at most 8000 bytes. */
export function toPayload({ projectId, version, touched }: ChangeNotice): string {
  return JSON.stringify([projectId, version, ...(touched === null ? [] : [touched.kind, touched.id])]);
}

/** Returns the notice of a payload; null for a payload of another version of this package. */
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
  const touched = typeof kind === "string" && typeof id === "string" ? { kind, id } : null;
  return { projectId, version, touched };
}
