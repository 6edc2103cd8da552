import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

/**
 * Throws if the argument of an integration hook lacks members that the hook uses.
 *
 * @param value the argument
 * @param members the names of the members
 * @param where the name of the called hook, such as `useClerkTokenSource`
 * @param expected the expected argument, such as "the result of Clerk's useAuth()"; undefined in production
 * @throws `configuration` with the names of the missing members
 */
export function requireMembers(
  value: unknown,
  members: readonly string[],
  where: string,
  expected: string | undefined,
): void {
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
