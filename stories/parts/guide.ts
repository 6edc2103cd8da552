import type { AuthStateSettings } from "assistant-cloud-auth/storybook";

/** The texts of the documentation page of a hook or component, in Markdown. */
export interface Guide {
  use: string;
  /** A short example, as TSX. */
  example: string;
  /**
   * A table that explains the options of a hook or component, or the properties of a hook's result. `rows` maps each
   * name to its explanation.
   */
  names?: { title: string; rows: Record<string, string> };
  does: readonly string[];
  avoids: readonly string[];
}

interface StoryParameters {
  docs: { description: { story: string } };
  assistantCloudAuth?: AuthStateSettings;
}

/**
 * Returns the parameters of a story.
 *
 * @param story the description of the story, in Markdown
 * @param assistantCloudAuth the auth state of the story. Default: a signed-in user
 */
export function storyParameters(story: string, assistantCloudAuth?: AuthStateSettings): StoryParameters {
  const docs = { description: { story } };
  return assistantCloudAuth === undefined ? { docs } : { docs, assistantCloudAuth };
}

/** The settings of a story that renders its own provider. The decorator then renders no provider. */
export const withOwnProvider = { disable: true } satisfies AuthStateSettings;

/** The Storybook globals that show a story on a phone, 360 px wide. */
export const onPhone = { viewport: { value: "phone", isRotated: false } };
