import { ApiError } from "../api/api-error.ts";

/**
 * Returns the error message for a form field. An error in one item of a list, such as `issuer.1`, belongs to the list's
 * field.
 */
export function errorOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return Object.entries(error.fields).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1];
}

/**
 * Returns whether there is an error that belongs to none of the given fields. The form shows such an error at the top.
 */
export function isOutsideOf(fields: readonly string[], error: Error | null): error is Error {
  return error !== null && !fields.some((field) => errorOf(error, field) !== undefined);
}
