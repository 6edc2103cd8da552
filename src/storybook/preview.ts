import { authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";

// Storybook resolves this file without the bundler's conditions. The import by package name makes the bundler load the
// same copy of the package for this file and the stories.

/** The exports that Storybook reads from the addon `assistant-cloud-auth/storybook`. */
export const decorators = [withAuthState];
export const globalTypes = authStateToolbar;
