import { ApiError } from "../api/api-error.ts";

/** What is wrong with a field of a form; a part of it, such as `issuer.1`, counts as the field. */
export function errorOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return Object.entries(error.fields).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1];
}

/** Whether an error belongs to none of the fields that are shown, so that it must be told above them. */
export function isOutsideOf(fields: readonly string[], error: Error | null): error is Error {
  return error !== null && !fields.some((field) => errorOf(error, field) !== undefined);
}
