import type { Preview } from "@storybook/react-vite";
import { authStateToolbar, withAuthState } from "assistant-cloud-auth/storybook";

const preview: Preview = { decorators: [withAuthState], globalTypes: authStateToolbar };

export default preview;
