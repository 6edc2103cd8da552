import { authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";

// Storybook finds this file without the app's conditions. By its name, the bundler finds the copy that the stories load.

/** What Storybook reads of an addon: `addons: ["assistant-cloud-auth/storybook"]`. */
export const decorators = [withAuthState];
export const globalTypes = authStateToolbar;
