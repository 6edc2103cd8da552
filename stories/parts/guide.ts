import type { AuthStateSettings } from "assistant-cloud-auth/storybook";

/** The content of the page of a hook or component. Texts are Markdown. */
export interface Guide {
  /** When to use it. */
  use: string;
  /** The call, as code. */
  example: string;
  /** Options or properties of the result: name and meaning. */
  names?: { title: string; rows: Record<string, string> };
  does: readonly string[];
  avoids: readonly string[];
}

interface StoryParameters {
  docs: { description: { story: string } };
  assistantCloudAuth?: AuthStateSettings;
}

/** The parameters of a story: what it shows, and its authentication state. */
export function shows(story: string, assistantCloudAuth?: AuthStateSettings): StoryParameters {
  const docs = { description: { story } };
  return assistantCloudAuth === undefined ? { docs } : { docs, assistantCloudAuth };
}

/** Parameters for a story with its own provider. */
export const withOwnProvider = { disable: true } satisfies AuthStateSettings;

/** A phone, 360 px wide. */
export const onPhone = { viewport: { value: "phone", isRotated: false } };
