import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";

/**
 * Returns the `configuration` error for an option of the wrong type.
 *
 * @param name the option's name; a text for developers
 * @param remedy what to pass; a text for developers
 */
export function wrongType(name: string | undefined, remedy: string | undefined): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `\`${name}\` has the wrong type.`),
    { remedy },
  );
}
