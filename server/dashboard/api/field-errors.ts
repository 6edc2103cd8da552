import { ApiError } from "./api-error.ts";

/** Returns the error messages of single fields, to show next to the fields. */
export function fieldErrors(error: Error | null) {
  const fields = error instanceof ApiError ? error.fields : {};
  return {
    /** Whether any named field is invalid. */
    any: Object.keys(fields).some((name) => name !== ""),
    of: (name: string): string | undefined => fields[name],
  };
}
