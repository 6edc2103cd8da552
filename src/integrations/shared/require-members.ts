import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

/**
 * Refuses an object that is not the SDK's, and names the members that it lacks.
 *
 * @param where the hook that was called, such as `useClerkTokenSource`
 * @param expected what should have been passed, such as "the result of Clerk's useAuth()"
 */
export function requireMembers(value: unknown, members: readonly string[], where: string, expected: string): void {
  const given = value as Record<string, unknown> | null | undefined;
  const missing = members.filter((member) => given?.[member] === undefined);
  if (missing.length === 0) return;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `${where}() was given an object without ${missing.join(", ")}.`),
    {
      remedy: forDeveloper(() => `Pass ${expected}.`),
    },
  );
}
