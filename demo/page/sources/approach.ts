/** The two ways to a workspace token; an app can change between them without migrating anything. */
export type Approach = "direct" | "backend";
