/**
 * Returns the text that marks every title and message of a workspace. A marker in the data of another workspace is a
 * leak.
 */
export const markerOf = (workspaceId: string): string => `~${workspaceId}~`;

/** Returns the workspaces whose markers a text contains. */
export const workspacesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/~([\w:-]+)~/g)].map(([, id = ""]) => id)),
];
