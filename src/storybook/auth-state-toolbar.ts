import { testAuthStates } from "../testing/test-auth-state.ts";

/** A global of Storybook with its menu in the toolbar. */
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

/** Returns to what the story's parameters say. */
const reset: ToolbarItem = { type: "reset", title: "As the story sets it" };

/** A URL of Storybook drops values that contain a colon. */
const toGlobal = (state: string) => state.replace(":", "-");

const toTitle = (state: string) =>
  state.startsWith("error:") ? `Error: ${state.slice("error:".length)}` : sentenceCase(state.replaceAll("-", " "));

const sentenceCase = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

/**
 * The `globalTypes` of the toolbar: the state, another user or organization, and whether time passes. Each menu begins
 * with the story's own parameters. The states take effect through {@link withAuthState}.
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
    description: "Whether the workspace token ages",
    toolbar: {
      title: "Auth time",
      icon: "timer",
      items: [reset, { value: "still", title: "Time stands still" }, { value: "running", title: "Time passes" }],
      dynamicTitle: true,
    },
  },
};
