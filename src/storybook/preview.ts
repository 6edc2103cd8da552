import { authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";

// Storybook resolves this file without the bundler's conditions. The import by package name makes the bundler load the
// same copy as the stories.

/** The exports that Storybook reads from an addon: `addons: ["assistant-cloud-auth/storybook"]`. */
export const decorators = [withAuthState];
export const globalTypes = authStateToolbar;
