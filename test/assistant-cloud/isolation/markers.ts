/**
 * Returns the text that marks every title and message of a workspace, so that a search finds it in other workspaces.
 */
export const markerOf = (workspaceId: string): string => `~${workspaceId}~`;

/** Returns the workspaces whose markers a text contains. */
export const workspacesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/~([\w:-]+)~/g)].map(([, id = ""]) => id)),
];
