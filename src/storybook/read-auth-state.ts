import { AssistantCloudAuthError } from "../core/errors.ts";
import { isWholePart } from "../core/ids.ts";
import { assertTestAuthState } from "../testing/test-auth-state.ts";
import type { AuthStateSettings } from "./auth-state-settings.ts";
import { authStateToolbar } from "./auth-state-toolbar.ts";

/** The part of Storybook's context that determines the auth state. */
export interface AuthStateContext {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The settings of a story. Omitted settings have their default values. */
export type AuthState = AuthStateSettings &
  Required<Pick<AuthStateSettings, "state" | "userId" | "workspaceId" | "live">>;

/**
 * Returns a story's settings. A selection in the toolbar overrides the story's parameters.
 *
 * @throws `configuration` if the settings are not an object, for an unknown setting, state or menu value, and for an
 *   invalid id or time
 */
export function readAuthState({ globals, parameters }: AuthStateContext): AuthState {
  const own = parameters["assistantCloudAuth"] ?? {};
  assertSettings(own);
  // As in the other menus, an empty text means that no item is selected.
  const chosen = (globals["assistantCloudAuthState"] || own.state) ?? "authenticated";
  const state = String(chosen).replace(/^error-/, "error:");
  assertTestAuthState(state);
  const time = readChoice(globals, "assistantCloudAuthTime");
  const live = time === undefined ? (own.live ?? false) : time === "running";
  const { userId = "user_test", workspaceId = userId } = own;
  assertIdsAndTime({ userId, workspaceId }, own.now);
  const identity = identityOf({ userId, workspaceId }, readChoice(globals, "assistantCloudAuthIdentity"));
  return { ...own, state, live, ...identity };
}

const KNOWN: Readonly<Record<keyof AuthStateSettings, true>> = {
  state: true,
  userId: true,
  workspaceId: true,
  live: true,
  now: true,
  baseUrl: true,
  fetch: true,
  queryClient: true,
  onEvent: true,
  disable: true,
};

function assertSettings(value: unknown): asserts value is AuthStateSettings {
  const names = Object.keys(KNOWN).join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AssistantCloudAuthError("configuration", "parameters.assistantCloudAuth is not an object.", {
      remedy: `Set it to an object with any of ${names}, such as { state: "refreshing" }.`,
    });
  }
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(KNOWN, name));
  if (unknown.length === 0) return;
  throw new AssistantCloudAuthError(
    "configuration",
    `parameters.assistantCloudAuth has an unknown setting: ${unknown.join(", ")}.`,
    { remedy: `Use ${names}.` },
  );
}

/** Returns the item that the user selected in a menu; undefined if no item is selected. */
function readChoice(globals: AuthStateContext["globals"], menu: keyof typeof authStateToolbar): string | undefined {
  const chosen = globals[menu];
  if (chosen === undefined || chosen === null || chosen === "") return undefined;
  const values = authStateToolbar[menu].toolbar.items.flatMap(({ value }) => value ?? []);
  if (typeof chosen === "string" && values.includes(chosen)) return chosen;
  throw new AssistantCloudAuthError("configuration", `The global ${menu} has no value ${JSON.stringify(chosen)}.`, {
    remedy: `Use ${values.join(" or ")}.`,
  });
}

function identityOf(
  { userId, workspaceId }: Pick<AuthState, "userId" | "workspaceId">,
  choice: string | undefined,
): Pick<AuthState, "userId" | "workspaceId"> {
  if (choice === "another-organization") return { userId, workspaceId: `another_org:${userId}` };
  if (choice !== "another-user") return { userId, workspaceId };
  // A text that is only a piece of a longer part stays unchanged.
  const replace = (text: string, at: number) => (isWholePart(workspaceId, at, text) ? "another_user" : text);
  return { userId: "another_user", workspaceId: workspaceId.replaceAll(userId, replace) };
}

function assertIdsAndTime(ids: Pick<AuthState, "userId" | "workspaceId">, now: unknown): void {
  for (const name of ["userId", "workspaceId"] as const) {
    if (typeof ids[name] === "string" && ids[name] !== "") continue;
    throw invalidSetting(`\`${name}\` is not a text, or is empty`, 'Set it to an id, such as "ada" or "acme:ada".');
  }
  if (now === undefined || now === null || (now instanceof Date && !Number.isNaN(now.getTime()))) return;
  throw invalidSetting("`now` is not a valid Date", 'Set it to a date, such as new Date("2026-01-01").');
}

const invalidSetting = (problem: string, remedy: string) =>
  new AssistantCloudAuthError("configuration", `parameters.assistantCloudAuth: ${problem}.`, { remedy });
