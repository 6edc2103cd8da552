import { authStateToolbar } from "./auth-state-toolbar.ts";
import { withAuthState } from "./with-auth-state.tsx";

/** What Storybook reads of an addon: `addons: ["assistant-cloud-auth/storybook"]`. */
export const decorators = [withAuthState];
export const globalTypes = authStateToolbar;
