/** The two ways to get a workspace token. An app can switch between them without a migration. */
export type Approach = "direct" | "backend";
