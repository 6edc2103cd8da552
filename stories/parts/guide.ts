import type { AuthStateSettings } from "assistant-cloud-auth/storybook";

/** The content of a hook's or component's page. Texts are Markdown. */
export interface Guide {
  /** When to use the hook or component. */
  use: string;
  /** The call, as code. */
  example: string;
  /** The meaning of options, or of properties of the result, by their names. */
  names?: { title: string; rows: Record<string, string> };
  does: readonly string[];
  avoids: readonly string[];
}

interface StoryParameters {
  docs: { description: { story: string } };
  assistantCloudAuth?: AuthStateSettings;
}

/** Returns the parameters of a story: its description and its authentication state. */
export function shows(story: string, assistantCloudAuth?: AuthStateSettings): StoryParameters {
  const docs = { description: { story } };
  return assistantCloudAuth === undefined ? { docs } : { docs, assistantCloudAuth };
}

/** The settings of a story with its own provider. */
export const withOwnProvider = { disable: true } satisfies AuthStateSettings;

/** The global settings for a phone, 360 px wide. */
export const onPhone = { viewport: { value: "phone", isRotated: false } };
