import { ApiError } from "./api-error.ts";

/** What an answer said of single fields, to be shown beside them. */
export function fieldErrors(error: Error | null) {
  const fields = error instanceof ApiError ? error.fields : {};
  return {
    /** Whether a named field is at fault. */
    any: Object.keys(fields).some((name) => name !== ""),
    of: (name: string): string | undefined => fields[name],
  };
}
