import type { AuthStateSettings } from "assistant-cloud-auth/storybook";

/** What the page of a hook or component says. Texts are Markdown. */
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

/** For a story with a provider of its own. */
export const withOwnProvider = { disable: true } satisfies AuthStateSettings;

/** A phone, 360 px wide. */
export const onPhone = { viewport: { value: "phone", isRotated: false } };
