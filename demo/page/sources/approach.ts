/**
 * The two ways to obtain a workspace token: direct integration and backend integration. An app can switch between them
 * without a migration.
 */
export type Approach = "direct" | "backend";
