export type { AuthStateParameters, AuthStateSettings } from "./auth-state-settings.ts";
export { type AuthStateMenu, authStateToolbar } from "./auth-state-toolbar.ts";
export { withAuthState } from "./with-auth-state.tsx";
