import { AssistantCloudAuthError } from "../core/errors.ts";

/**
 * Throws `configuration` if the value is not a function.
 *
 * @param name the option or parameter, for the message
 * @param kind what the function does, for the remedy, such as "that returns a response"
 */
export function requireFunction(name: string, value: unknown, kind: string): void {
  if (typeof value === "function") return;
  throw new AssistantCloudAuthError("configuration", `\`${name}\` is not a function.`, {
    remedy: `Pass a function ${kind}.`,
  });
}
