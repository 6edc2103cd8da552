import { testAuthStates } from "../testing/test-auth-state.ts";

/** A Storybook global type with a toolbar menu. */
export interface AuthStateMenu {
  name: string;
  description: string;
  toolbar: {
    title: string;
    icon: "lock" | "user" | "timer";
    items: { value?: string; title: string; type?: "item" | "reset" }[];
    dynamicTitle: boolean;
  };
}

type ToolbarItem = AuthStateMenu["toolbar"]["items"][number];

/** The menu item that clears the selection, so that the story's parameters apply. */
const reset: ToolbarItem = { type: "reset", title: "Story default" };

/**
 * Returns a state with a hyphen in place of its colon. Storybook stores the state in the URL and drops values with a
 * colon.
 */
const toGlobal = (state: string) => state.replace(":", "-");

const toTitle = (state: string) =>
  state.startsWith("error:") ? `Error: ${state.slice("error:".length)}` : sentenceCase(state.replaceAll("-", " "));

const sentenceCase = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

/**
 * The `globalTypes` of three toolbar menus: the auth state, the user and organization, and the clock. The first item of
 * each menu clears the selection, so that the story's parameters apply. {@link withAuthState} applies the selection.
 */
export const authStateToolbar: Record<
  "assistantCloudAuthState" | "assistantCloudAuthIdentity" | "assistantCloudAuthTime",
  AuthStateMenu
> = {
  assistantCloudAuthState: {
    name: "Auth state",
    description: "State of the workspace token",
    toolbar: {
      title: "Auth state",
      icon: "lock",
      items: [reset, ...testAuthStates.map((state) => ({ value: toGlobal(state), title: toTitle(state) }))],
      dynamicTitle: true,
    },
  },
  assistantCloudAuthIdentity: {
    name: "Auth user",
    description: "User and organization of the workspace token",
    toolbar: {
      title: "Auth user",
      icon: "user",
      items: [
        reset,
        { value: "another-user", title: "Another user" },
        { value: "another-organization", title: "Another organization" },
      ],
      dynamicTitle: true,
    },
  },
  assistantCloudAuthTime: {
    name: "Auth time",
    description: "Whether the clock runs and the workspace token expires",
    toolbar: {
      title: "Auth time",
      icon: "timer",
      items: [reset, { value: "still", title: "Time frozen" }, { value: "running", title: "Time running" }],
      dynamicTitle: true,
    },
  },
};
