import { ApiError } from "./api-error.ts";

/** Returns the error messages for the fields of a form, from the error of a failed request. */
export function fieldErrors(error: Error | null) {
  const fields = error instanceof ApiError ? error.fields : {};
  return {
    /** Whether at least one field has an error message. If not, the form shows the error outside its fields. */
    any: Object.keys(fields).some((name) => name !== ""),
    of: (name: string): string | undefined => fields[name],
  };
}
