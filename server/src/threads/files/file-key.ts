import { randomUUID } from "node:crypto";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/**
 * Matches the part of a key after `attachments/<project>/`: a UUID and an optional extension. The pattern has no
 * anchors, so other patterns can contain it.
 */
export const FILE_NAME_PATTERN = `${UUID}(?:\\.[a-z0-9]{1,16})?`;

const FILE_KEY = new RegExp(`^attachments/([A-Za-z0-9][A-Za-z0-9_-]{0,63})/${FILE_NAME_PATTERN}$`);

/**
 * Creates a key: `attachments/<project>/<uuid>`, plus the file name's extension in lowercase. Omits an extension that
 * has more than 16 characters or contains a character that is not an ASCII letter or digit.
 */
export function createFileKey(projectId: string, filename: string): string {
  const extension = /[^.]\.([A-Za-z0-9]{1,16})$/.exec(filename)?.[1];
  const suffix = extension === undefined ? "" : `.${extension.toLowerCase()}`;
  return `attachments/${projectId}/${randomUUID()}${suffix}`;
}

/**
 * Returns whether a text is exactly a key of the project, without `..`, leading slash or query. The comparison is
 * case-sensitive.
 */
export function isFileKey(text: string, projectId: string): boolean {
  return FILE_KEY.exec(text)?.[1] === projectId;
}
