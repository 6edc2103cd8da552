import { authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";

// Storybook resolves this file without the bundler's conditions. The import by package name makes the bundler load the
// same copy of the package for this file and the stories.

/** Storybook applies these decorators to every story of a project with the addon `assistant-cloud-auth/storybook`. */
export const decorators = [withAuthState];
export const globalTypes = authStateToolbar;
