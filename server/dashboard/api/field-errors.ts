import { ApiError } from "./api-error.ts";

/** Returns the error messages for the fields of a form, from the response to a request. */
export function fieldErrors(error: Error | null) {
  const fields = error instanceof ApiError ? error.fields : {};
  return {
    /** Whether the error concerns at least one field. If not, the form shows the error as a whole. */
    any: Object.keys(fields).some((name) => name !== ""),
    of: (name: string): string | undefined => fields[name],
  };
}
