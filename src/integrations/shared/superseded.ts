import { AssistantCloudAuthError } from "../../core/errors.ts";

/** The SDK gave a token of another user than the one it named before; what it says next replaces this source. */
export function superseded(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("superseded", "The auth provider has switched to another user.");
}
